import type { RosterImport, Role, Text } from '@digione/contracts'
import { castLogins, groupOfLogin, type Provider } from './cast.ts'
import type { RosterDraft } from './roster-draft.ts'

/** Somebody whom the development log-in pages offer, as one identity provider knows them. */
export interface DemoPerson {
  /** Fixed; the page's `data-login`. The same person has the same one with every provider. */
  readonly login: string
  readonly provider: Provider
  readonly name: string
  /** The heading that the page shows this person under. */
  readonly group: Text
  /** Who this is, in a line. */
  readonly about: Text
  readonly language: 'fi' | 'sv'
  /** What this person works as when coming this way. Empty: the platform can't know them. */
  readonly roles: readonly Role[]
  /** What the provider's userinfo tells, in its own words. Always with `sub`. */
  readonly claims: Record<string, string | string[] | number>
}

type Person = RosterImport['persons'][number]

const MPASSID_ROLES = {
  learner: { code: 1, fi: 'Oppilas', sv: 'Elev' },
  teacher: { code: 2, fi: 'Opettaja', sv: 'Lärare' },
  secretary: { code: 4, fi: 'Koulusihteeri', sv: 'Skolsekreterare' },
  principal: { code: 6, fi: 'Rehtori', sv: 'Rektor' },
}

export function mpassidClaims(roster: RosterImport, person: Person): DemoPerson['claims'] {
  const roles = roster.affiliations
    .filter((affiliation) => affiliation.person === person.id)
    .flatMap(({ role, school: schoolId }) => {
      const school = roster.schools.find(({ id }) => id === schoolId)
      const provider = roster.municipalities.find(({ slug }) => slug === school?.municipality)
      const name = role === 'learner' || role === 'teacher' || role === 'principal' ? role : 'secretary'
      return school && provider ? [{ school, provider, name: MPASSID_ROLES[name], role }] : []
    })
  const own = new Set(roster.enrolments.filter((enrolment) => enrolment.person === person.id).map(({ group }) => group))
  const home = roster.groups.find(({ id, kind }) => kind === 'home' && own.has(id))
  const isLearner = roles.some(({ role }) => role === 'learner')
  return {
    sub: person.id.replaceAll('-', ''),
    family_name: person.familyName,
    given_name: person.givenName,
    'urn:mpass.id:nickname': person.callingName,
    'urn:mpass.id:uid': person.id.replaceAll('-', ''),
    ...(person.learnerNumber === null ? {} : { 'urn:oid:1.3.6.1.4.1.16161.1.1.27': person.learnerNumber }),
    'urn:mpass.id:schoolInfo': roles.flatMap(({ school }) => [`${school.number};${school.name.fi}`, `${school.id};${school.name.fi}`]),
    'urn:mpass.id:educationProviderInfo': [...new Set(roles.map(({ provider }) => `${provider.oid};${provider.name.fi}`))],
    ...(isLearner && home?.grade ? { 'urn:mpass.id:classLevel': home.grade } : {}),
    'urn:mpass.id:role': roles.map(({ school, provider, name }) =>
      [provider.oid, school.number, home?.name ?? '', school.language === 'sv' ? name.sv : name.fi, name.code, school.id, ''].join(';'),
    ),
  }
}

const keyOf = (person: Person, scheme: string) => person.keys.find((key) => key.scheme === scheme)?.value ?? ''

export const suomifiClaims = (person: Person): DemoPerson['claims'] => ({
  sub: `suomifi-${person.id}`,
  'urn:oid:1.2.246.21': keyOf(person, 'hetu'),
  'urn:oid:2.5.4.3': `${person.familyName} ${person.givenName}`,
  'urn:oid:2.5.4.4': person.familyName,
  'urn:oid:2.5.4.42': person.givenName,
  'urn:oid:2.16.840.1.113730.3.1.241': `${person.callingName} ${person.familyName}`,
})

const directoryClaims = (person: Person, department: string): DemoPerson['claims'] => ({
  sub: keyOf(person, 'employee'),
  employee_id: keyOf(person, 'employee'),
  surname: person.familyName,
  first_name: person.callingName,
  upn: `${keyOf(person, 'employee')}@directory.example`,
  departments: [department],
})

const DIRECTORY_ROLES: readonly Role[] = ['municipal-admin', 'operator']

/** Guardians come through Suomi.fi, administrators through their directory, everybody else through MPASSid. */
export function rolesOf(roster: Pick<RosterImport, 'affiliations'>, person: Person, provider: Provider): Role[] {
  if (provider === 'suomifi') return ['guardian']
  if (provider === 'mpassid' && person.learnerNumber === null) return []
  const roles = roster.affiliations.filter((affiliation) => affiliation.person === person.id).map(({ role }) => role)
  return [...new Set(roles)].filter((role) => DIRECTORY_ROLES.includes(role) === (provider === 'directory'))
}

/** The demo's people as their identity providers know them, in the order of the log-in pages. */
export function demoPeople({ roster, cast }: Pick<RosterDraft, 'roster'> & { cast(key: string): Person }): DemoPerson[] {
  return castLogins.map(({ login, provider, about }) => {
    const person = cast(login)
    const claims = provider === 'mpassid' ? mpassidClaims(roster, person) : provider === 'suomifi' ? suomifiClaims(person) : directoryClaims(person, about.fi)
    return {
      login,
      provider,
      about,
      group: groupOfLogin(login, provider),
      name: `${person.callingName} ${person.familyName}`,
      language: person.language === 'sv' ? 'sv' : 'fi',
      roles: rolesOf(roster, person, provider),
      claims,
    }
  })
}
