import { parseMpassidRoles, RosterImport } from '@digione/contracts'
import { describe, expect, test } from 'vitest'
import { castLogins } from './cast.ts'
import { dataset } from './dataset.ts'
import { testHetu } from './identifiers.ts'

const { roster, people } = dataset(new Date('2026-11-24T05:00:00Z'))
const groupsById = new Map(roster.groups.map((group) => [group.id, group]))
const personsById = new Map(roster.persons.map((person) => [person.id, person]))
const nameOf = (id: string) => `${personsById.get(id)?.callingName} ${personsById.get(id)?.familyName}`
const personOf = (login: string, provider: string) => {
  const claims = people.find((person) => person.login === login && person.provider === provider)?.claims
  const keys = new Set(
    [claims?.['urn:oid:1.3.6.1.4.1.16161.1.1.27'], claims?.['urn:oid:1.2.246.21'], claims?.['employee_id']].filter((key) => key !== undefined),
  )
  return roster.persons.find((person) => [person.learnerNumber, ...person.keys.map(({ value }) => value)].some((key) => key !== null && keys.has(key)))
}

test('the roster is what the platform takes', () => {
  expect(RosterImport.safeParse(roster).error).toBeUndefined()
})

test('the same day gives the same data', () => {
  const again = dataset(new Date('2026-11-24T21:00:00Z'))
  expect(again.roster).toEqual(roster)
  expect(again.people).toEqual(people)
})

test('people keep their identifiers from term to term', () => {
  const spring = dataset(new Date('2027-03-01T08:00:00Z'))
  expect(spring.roster.persons).toEqual(roster.persons)
  expect(spring.people.map(({ claims }) => claims['sub'])).toEqual(people.map(({ claims }) => claims['sub']))
})

test.each(['2026-01-06', '2026-07-31', '2026-08-01', '2026-12-31', '2028-02-29'])('%s is in the term', (day) => {
  for (const { term } of dataset(new Date(`${day}T12:00:00Z`)).roster.groups) expect(term.from <= day && day <= term.until).toBe(true)
})

test('identifiers are unique and refer to what is there', () => {
  for (const ids of [
    roster.persons.map(({ id }) => id),
    roster.groups.map(({ id }) => id),
    roster.schools.map(({ id }) => id),
    roster.schools.map(({ number }) => number),
  ]) {
    expect(new Set(ids).size).toBe(ids.length)
  }
  const keys = roster.persons.flatMap(({ learnerNumber, keys: others }) => [
    ...(learnerNumber ? [learnerNumber] : []),
    ...others.map(({ scheme, value }) => `${scheme} ${value}`),
  ])
  expect(new Set(keys).size).toBe(keys.length)
  for (const { person, group } of roster.enrolments) expect(personsById.has(person) && groupsById.has(group)).toBe(true)
  for (const { guardian, learner } of roster.guardianships) expect(personsById.has(guardian) && personsById.has(learner)).toBe(true)
})

describe('the week', () => {
  const periodsOf = new Map<string, string[]>()
  for (const { person, group, role } of roster.enrolments) {
    if (role === 'supervisor') continue
    periodsOf.set(person, [...(periodsOf.get(person) ?? []), ...(groupsById.get(group)?.periods ?? [])])
  }

  test('puts nobody in two places', () => {
    for (const [person, periods] of periodsOf) expect(new Set(periods).size, nameOf(person)).toBe(periods.length)
  })

  test('has lessons on every weekday for each learner and each demo teacher', () => {
    const learners = roster.affiliations.filter(({ role }) => role === 'learner').map(({ person }) => person)
    const teachers = ['opettaja-espoo', 'opettaja-2', 'opettaja-vantaa', 'larare'].map((login) => personOf(login, 'mpassid')?.id ?? '')
    for (const person of [...learners, ...teachers]) expect(new Set(periodsOf.get(person)?.map((period) => period[0])).size, nameOf(person)).toBe(5)
  })

  test('fits the bells of the school', () => {
    const bells = new Map(roster.schools.map((school) => [school.id, school.bells.length]))
    for (const { school, periods } of roster.groups)
      for (const period of periods) expect(Number(period.split('-')[1])).toBeLessThanOrEqual(bells.get(school) ?? 0)
  })

  test('shares no room but the sports hall and the music room', () => {
    const taken = new Set<string>()
    for (const { school, room, periods, subject } of roster.groups) {
      if (subject === 'LI' || subject === 'MU') continue
      for (const period of periods) {
        expect(taken.has(`${school} ${room} ${period}`)).toBe(false)
        taken.add(`${school} ${room} ${period}`)
      }
    }
  })
})

test('home groups have 18 to 26 learners, and 4B of Kaarnapolun koulu twenty-four', () => {
  for (const group of roster.groups.filter(({ kind }) => kind === 'home')) {
    const size = roster.enrolments.filter(({ group: id, role }) => id === group.id && role === 'learner').length
    expect(size).toBeGreaterThanOrEqual(18)
    expect(size).toBeLessThanOrEqual(26)
    if (group.name === '4B' && group.school === roster.schools[0]?.id) expect(size).toBe(24)
  }
})

test('each city has schools, Espoo and Vantaa a lukio, and Espoo a Swedish-speaking school', () => {
  const of = (slug: string) => roster.schools.filter(({ municipality }) => municipality === slug)
  for (const slug of ['espoo', 'vantaa', 'oulu', 'tampere', 'turku']) expect(of(slug).length).toBeGreaterThanOrEqual(2)
  expect(of('espoo').some(({ type }) => type === '15') && of('vantaa').some(({ type }) => type === '15')).toBe(true)
  expect(of('espoo').some(({ language, type }) => language === 'sv' && type === '11')).toBe(true)
})

test('the guardian has a child in 4B in Espoo and another in Vantaa, each with another guardian', () => {
  const guardian = personOf('huoltaja', 'suomifi')
  const children = roster.guardianships.filter(({ guardian: id }) => id === guardian?.id).map(({ learner }) => learner)
  const cities = children.map((child) => roster.affiliations.find(({ person }) => person === child)?.municipality)
  expect(cities.toSorted()).toEqual(['espoo', 'vantaa'])
  for (const child of children) expect(roster.guardianships.filter(({ learner }) => learner === child)).toHaveLength(2)
  expect(children).toContain(personOf('oppilas-4b', 'mpassid')?.id)
})

test('the teacher in Espoo is one person with two ways in', () => {
  const teacher = personOf('opettaja-espoo', 'mpassid')
  expect(teacher).toBeDefined()
  expect(personOf('opettaja-espoo', 'suomifi')).toBe(teacher)
})

test('one guardianship of the cast covers communication alone, and one person is under non-disclosure', () => {
  const guardian = personOf('huoltaja-viestinta', 'suomifi')
  expect(roster.guardianships.filter(({ guardian: id }) => id === guardian?.id).map(({ matters }) => matters)).toEqual([['communication']])
  expect(roster.persons.filter(({ nonDisclosure }) => nonDisclosure === 'on')).toHaveLength(1)
})

test('everybody whom the pages offer is known to the roster, but the one without a learner number', () => {
  expect(people).toHaveLength(castLogins.length)
  for (const { login, provider } of people) expect(personOf(login, provider) !== undefined, `${login} with ${provider}`).toBe(login !== 'ilman-oppijanumeroa')
})

test("the platform reads the people's MPASSid roles without dropping any", () => {
  for (const { provider, claims } of people) {
    if (provider !== 'mpassid') continue
    const values = claims['urn:mpass.id:role']
    expect(parseMpassidRoles(values)).toHaveLength(Array.isArray(values) ? values.length : 0)
    expect(values).not.toHaveLength(0)
  }
})

test('identity codes have the right check character', () => {
  // The example of the Digital and Population Data Services Agency is 131052-308T.
  expect(testHetu('1952-10-13', 308)).toBe('131052-308T')
})
