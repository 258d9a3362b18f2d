import type { Level, Matter, NonDisclosure } from '@digione/contracts'
import type { Selectable } from 'kysely'
import type { EnrolmentRow, GroupRow, PersonRow, SchoolRow } from '../db/schema.ts'

/** A row of one of the collections' queries; which one is known to the function that reads it. */
export type Row = Record<string, unknown>
type Mask = (personId: string) => string

const PATH = '/ims/oneroster/rostering/v1p2'
const ref = (type: string, collection: string, sourcedId: string) => ({ href: `${PATH}/${collection}/${encodeURIComponent(sourcedId)}`, sourcedId, type })
const base = (sourcedId: string) => ({ sourcedId, status: 'active' })

const SUBJECT_NAMES: Readonly<Record<string, string>> = {
  AI: 'Äidinkieli ja kirjallisuus',
  A1: 'A1-kieli',
  A2: 'A2-kieli',
  B1: 'B1-kieli',
  MA: 'Matematiikka',
  YL: 'Ympäristöoppi',
  BI: 'Biologia',
  GE: 'Maantieto',
  FY: 'Fysiikka',
  KE: 'Kemia',
  TE: 'Terveystieto',
  HI: 'Historia',
  YH: 'Yhteiskuntaoppi',
  KT: 'Uskonto tai elämänkatsomustieto',
  MU: 'Musiikki',
  KU: 'Kuvataide',
  KS: 'Käsityö',
  LI: 'Liikunta',
  KO: 'Kotitalous',
  OP: 'Oppilaanohjaus',
  ET: 'Elämänkatsomustieto',
  FI: 'Filosofia',
  PS: 'Psykologia',
}

export function toOrg(row: Row): Record<string, unknown> {
  const { id, type, number, municipality, name, language, bells, parent } = row as unknown as Omit<Selectable<SchoolRow>, 'type' | 'language' | 'bells'> & {
    type: 'school' | 'district'
    language: string | null
    bells: SchoolRow['bells'] | null
    parent: string | null
  }
  return {
    ...base(id),
    name: name.fi,
    type,
    ...(number ? { identifier: number } : {}),
    ...(parent ? { parent: ref('org', 'orgs', parent) } : {}),
    metadata: { 'digione.municipality': municipality, 'digione.name': name, ...(language ? { 'digione.language': language, 'digione.bells': bells } : {}) },
  }
}

export function toClass(row: Row): Record<string, unknown> {
  const group = row as unknown as Selectable<GroupRow>
  return {
    ...base(group.id),
    title: group.name,
    classCode: group.name,
    classType: group.kind === 'home' ? 'homeroom' : 'scheduled',
    ...(group.room === null ? {} : { location: group.room }),
    grades: group.grade === null ? [] : [String(group.grade)],
    subjects: group.subject === null ? [] : [SUBJECT_NAMES[group.subject] ?? group.subject],
    subjectCodes: group.subject === null ? [] : [group.subject],
    ...(group.subject === null ? {} : { course: ref('course', 'courses', `${group.subject}-${group.level}`) }),
    school: ref('org', 'schools', group.school_id),
    terms: [ref('academicSession', 'terms', `term-${group.term_from}-${group.term_until}`)],
    periods: group.periods,
    metadata: { 'digione.level': group.level },
  }
}

export function toSession(row: Row): Record<string, unknown> {
  const { id, term_from, term_until } = row as { id: string; term_from: string; term_until: string }
  return { ...base(id), title: `${term_from} – ${term_until}`, type: 'term', startDate: term_from, endDate: term_until, schoolYear: term_until.slice(0, 4) }
}

export function toCourse(row: Row): Record<string, unknown> {
  const { id, subject, level } = row as { id: string; subject: string; level: Level }
  return {
    ...base(id),
    title: SUBJECT_NAMES[subject] ?? subject,
    courseCode: subject,
    subjects: [SUBJECT_NAMES[subject] ?? subject],
    subjectCodes: [subject],
    metadata: { 'digione.level': level },
  }
}

export function toEnrollment(row: Row, mask: Mask): Record<string, unknown> {
  const { id, person_id, group_id, school_id, role, from_day, until_day } = row as unknown as Selectable<EnrolmentRow> & { id: string; school_id: string }
  return {
    ...base(id),
    user: ref('user', 'users', mask(person_id)),
    class: ref('class', 'classes', group_id),
    school: ref('org', 'schools', school_id),
    role: role === 'learner' ? 'student' : 'teacher',
    primary: role === 'supervisor',
    beginDate: from_day,
    ...(until_day === null ? {} : { endDate: until_day }),
  }
}

interface UserRow extends Selectable<PersonRow> {
  roles: { role: string; school: string }[]
  non_disclosure: NonDisclosure
  guardians: { guardian: string; matters: Matter[] }[] | null
  learners: { learner: string; matters: Matter[] }[] | null
  grade: number | null
}

const ROLE_NAMES: Readonly<Record<string, string>> = {
  learner: 'student',
  teacher: 'teacher',
  principal: 'principal',
  staff: 'administrator',
  guardian: 'guardian',
}

/** A person as a vendor sees them: without contact data, and under non-disclosure without school and family. */
export function toUser(row: Row, mask: Mask): Record<string, unknown> {
  const user = row as unknown as UserRow
  // Unknown is treated as on: failing closed is the only safe side.
  const isHidden = user.non_disclosure !== 'off'
  const ties = isHidden
    ? []
    : [
        ...(user.guardians ?? []).map(({ guardian, matters }) => ({ guardian: mask(guardian), matters })),
        ...(user.learners ?? []).map(({ learner, matters }) => ({ learner: mask(learner), matters })),
      ]
  const here = isHidden ? [] : user.roles
  const roles = here.map(({ role, school }, index) => ({
    roleType: index === 0 ? 'primary' : 'secondary',
    role: ROLE_NAMES[role] ?? role,
    org: ref('org', 'schools', school),
  }))
  return {
    ...base(mask(user.id)),
    enabledUser: 'true',
    givenName: user.given_name,
    familyName: user.family_name,
    preferredFirstName: user.calling_name,
    roles,
    agents: ties.map((tie) => ref('user', 'users', 'guardian' in tie ? tie.guardian : tie.learner)),
    grades: user.grade === null || isHidden ? [] : [String(user.grade)],
    metadata: { ...(ties.length > 0 ? { 'digione.guardianship': ties } : {}), ...(isHidden ? { 'digione.nonDisclosure': true } : {}) },
  }
}
