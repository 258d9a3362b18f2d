import type { RosterImport } from '@digione/contracts'
import { type DemoPerson, mpassidClaims, suomifiClaims } from '../people.ts'
import { countryRoster } from './country.ts'

/** Somebody of the country as their identity provider knows them. */
export interface Townsperson extends DemoPerson {
  readonly role: 'teacher' | 'learner' | 'guardian'
  /** OID of the school that they, or their child, are at. */
  readonly school: string
  readonly municipality: string
}

/** How many are taken of each school. */
interface Sample {
  readonly schools: number
  readonly homesPerSchool: number
  readonly teachersPerSchool: number
}

type Person = RosterImport['persons'][number]

/**
 * Classes with their guardians, and teachers, from schools all over the country: people who log in on a Monday morning.
 *
 * The same for the same day, number and sample.
 */
export function townsfolk(today: Date, accounts: number, { schools, homesPerSchool, teachersPerSchool }: Sample): Townsperson[] {
  let count = 0
  for (const part of countryRoster(today, accounts)) count += part.schools.length
  const step = Math.max(1, Math.floor(count / schools))
  const found: Townsperson[] = []
  let at = 0
  for (const part of countryRoster(today, accounts)) {
    for (const { id } of part.schools) {
      if (at % step === 0) found.push(...ofSchool(part, id, homesPerSchool, teachersPerSchool))
      at += 1
    }
  }
  // A guardian of children in two classes is one person.
  return [...new Map(found.map((person) => [`${person.provider} ${person.login}`, person])).values()]
}

function ofSchool(part: RosterImport, school: string, homes: number, teachers: number): Townsperson[] {
  const persons = new Map(part.persons.map((person) => [person.id, person]))
  const take = (ids: Iterable<string>, role: Townsperson['role']) => [...new Set(ids)].flatMap((id) => describe(part, persons.get(id), role, school))
  const groups = part.groups.filter((group) => group.school === school)
  const chosen = new Set(
    groups
      .filter(({ kind }) => kind === 'home')
      .slice(0, homes)
      .map(({ id }) => id),
  )
  const learners = new Set(part.enrolments.filter(({ group, role }) => role === 'learner' && chosen.has(group)).map(({ person }) => person))
  const teaching = new Set(groups.filter(({ kind }) => kind === 'teaching').map(({ id }) => id))
  const theirTeachers = new Set(part.enrolments.filter(({ group, role }) => role === 'teacher' && teaching.has(group)).map(({ person }) => person))
  return [
    ...take([...theirTeachers].slice(0, teachers), 'teacher'),
    ...take(learners, 'learner'),
    ...take(
      part.guardianships.filter(({ learner }) => learners.has(learner)).map(({ guardian }) => guardian),
      'guardian',
    ),
  ]
}

function describe(part: RosterImport, person: Person | undefined, role: Townsperson['role'], school: string): Townsperson[] {
  if (!person) return []
  const municipality = part.schools.find(({ id }) => id === school)?.municipality ?? ''
  const provider = role === 'guardian' ? 'suomifi' : 'mpassid'
  const claims = provider === 'suomifi' ? suomifiClaims(person) : mpassidClaims(part, person)
  const words = { fi: role, sv: role, en: role }
  const language = person.language === 'sv' ? 'sv' : 'fi'
  return [
    {
      login: person.id,
      provider,
      role,
      roles: [role],
      school,
      municipality,
      name: `${person.callingName} ${person.familyName}`,
      group: words,
      about: words,
      language,
      claims,
    },
  ]
}
