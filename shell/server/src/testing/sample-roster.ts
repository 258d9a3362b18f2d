import type { Affiliation, Group, Municipality, Person, RosterImport, School } from '@digione/contracts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** People and groups of the sample, by what they are for. */
export const WHO = {
  /** Teaches 4B at Aarnila (north), and is Otso's guardian. */
  teacher: id(1),
  /** Guardian of Aino (north) in all matters, of Veli (south) in communication alone. */
  guardian: id(2),
  /** 4B at Aarnila, north. */
  aino: id(3),
  /** 2A at Etelä, south. */
  veli: id(4),
  /** 4B at Aarnila, north; non-disclosure on. */
  hidden: id(5),
  otso: id(6),
  principal: id(7),
  admin: id(8),
  southTeacher: id(9),
  operator: id(10),
  /** A learner of both municipalities. */
  both: id(11),
} as const
export const GROUP = { b4: id(101), b4math: id(102), a2: id(103), c4: id(104) } as const
export const SCHOOL = { aarnila: '1.2.246.562.99.11', boreal: '1.2.246.562.99.12', south: '1.2.246.562.99.21' } as const

const municipality = (slug: string, oid: string, kind: Municipality['kind'] = 'municipality'): Municipality => ({
  slug,
  kind,
  code: null,
  oid,
  name: { fi: slug[0]?.toUpperCase() + slug.slice(1), sv: slug },
  languages: ['fi', 'sv'],
  brand: '#123456',
  contact: { email: `kirjaamo@${slug}.example`, phone: null },
})

const school = (schoolId: string, number: string, where: string, name: string): School => ({
  id: schoolId,
  number,
  municipality: where,
  name: { fi: name, sv: name },
  language: 'fi',
  levels: ['perusopetus'],
  type: '11',
  bells: [['08:15', '09:00']],
})

const person = (personId: string, givenName: string, familyName: string, more: Partial<Person> = {}): Person => ({
  id: personId,
  learnerNumber: null,
  familyName,
  givenName,
  callingName: givenName,
  language: 'fi',
  nonDisclosure: 'off',
  keys: [],
  ...more,
})

const group = (groupId: string, schoolId: string, name: string, grade: number, subject: Group['subject'] = null): Group => ({
  id: groupId,
  school: schoolId,
  kind: subject ? 'teaching' : 'home',
  name,
  grade,
  level: 'perusopetus',
  subject,
  periods: subject ? ['1-1', '3-2'] : [],
  room: subject ? 'A12' : null,
  term: { from: '2026-08-01', until: '2099-06-01' },
})

const FROM = { from: '2020-08-01', until: null }
const role = (who: string, where: string, at: string | null, as: Affiliation['role'], more: Partial<Affiliation> = {}): Affiliation => ({
  person: who,
  municipality: where,
  school: at,
  role: as,
  level: at === null || as === 'principal' ? null : 'perusopetus',
  state: as === 'learner' ? 'lasna' : null,
  ...FROM,
  ...more,
})
const in_ = (who: string, groupId: string, as: 'learner' | 'teacher' | 'supervisor' = 'learner') => ({ person: who, group: groupId, role: as, ...FROM })

/** Two municipalities, three schools, eleven people: the smallest roster with every relation in it. */
export const sampleRoster: RosterImport = {
  municipalities: [municipality('north', '1.2.246.562.99.1'), municipality('south', '1.2.246.562.99.2'), municipality('hub', '1.2.246.562.99.3', 'platform')],
  schools: [
    school(SCHOOL.aarnila, '00011', 'north', 'Aarnilan koulu'),
    school(SCHOOL.boreal, '00012', 'north', 'Boreaalinen koulu'),
    school(SCHOOL.south, '00021', 'south', 'Etelän koulu'),
  ],
  persons: [
    person(WHO.teacher, 'Tuulikki', 'Opettaja', { learnerNumber: '1.2.246.562.98.1', keys: [{ scheme: 'hetu', value: '010180-9026' }] }),
    person(WHO.guardian, 'Helmi', 'Huoltaja', { language: 'sv', keys: [{ scheme: 'hetu', value: '020281-9050' }] }),
    person(WHO.aino, 'Aino', 'Canary-North', { learnerNumber: '1.2.246.562.98.3' }),
    person(WHO.veli, 'Veli', 'Canary-South', { learnerNumber: '1.2.246.562.98.4' }),
    person(WHO.hidden, 'Kätkö', 'Piilo', { nonDisclosure: 'on' }),
    person(WHO.otso, 'Otso', 'Opettaja'),
    person(WHO.principal, 'Raili', 'Rehtori'),
    person(WHO.admin, 'Paavo', 'Pääkäyttäjä', { keys: [{ scheme: 'employee', value: 'north-1' }] }),
    person(WHO.southTeacher, 'Etta', 'Etelä'),
    person(WHO.operator, 'Olli', 'Operaattori'),
    person(WHO.both, 'Kaksi', 'Kotia'),
  ],
  groups: [
    group(GROUP.b4, SCHOOL.aarnila, '4B', 4),
    group(GROUP.b4math, SCHOOL.aarnila, '4B MA', 4, 'MA'),
    group(GROUP.c4, SCHOOL.aarnila, '4C', 4),
    group(GROUP.a2, SCHOOL.south, '2A', 2),
  ],
  enrolments: [
    in_(WHO.teacher, GROUP.b4, 'supervisor'),
    in_(WHO.teacher, GROUP.b4math, 'teacher'),
    in_(WHO.aino, GROUP.b4),
    in_(WHO.aino, GROUP.b4math),
    in_(WHO.hidden, GROUP.b4),
    in_(WHO.veli, GROUP.a2),
    in_(WHO.both, GROUP.c4),
    in_(WHO.both, GROUP.a2),
    in_(WHO.southTeacher, GROUP.a2, 'supervisor'),
  ],
  affiliations: [
    role(WHO.teacher, 'north', SCHOOL.aarnila, 'teacher'),
    // A post that has ended, and one that has not begun.
    role(WHO.teacher, 'north', SCHOOL.boreal, 'teacher', { until: '2021-06-01' }),
    role(WHO.teacher, 'south', SCHOOL.south, 'teacher', { from: '2098-01-01' }),
    role(WHO.aino, 'north', SCHOOL.aarnila, 'learner'),
    role(WHO.hidden, 'north', SCHOOL.aarnila, 'learner'),
    role(WHO.veli, 'south', SCHOOL.south, 'learner'),
    role(WHO.otso, 'south', SCHOOL.south, 'learner', { state: 'valmistunut' }),
    role(WHO.both, 'north', SCHOOL.aarnila, 'learner'),
    role(WHO.both, 'south', SCHOOL.south, 'learner'),
    role(WHO.principal, 'north', SCHOOL.aarnila, 'principal'),
    role(WHO.admin, 'north', null, 'municipal-admin'),
    role(WHO.southTeacher, 'south', SCHOOL.south, 'teacher'),
    role(WHO.operator, 'hub', null, 'operator'),
  ],
  guardianships: [
    { guardian: WHO.guardian, learner: WHO.aino, matters: ['attendance', 'communication', 'studies'], ...FROM },
    { guardian: WHO.guardian, learner: WHO.veli, matters: ['communication'], ...FROM },
    { guardian: WHO.guardian, learner: WHO.hidden, matters: ['attendance'], from: '2020-01-01', until: '2021-01-01' },
    { guardian: WHO.teacher, learner: WHO.otso, matters: ['studies'], ...FROM },
  ],
}
