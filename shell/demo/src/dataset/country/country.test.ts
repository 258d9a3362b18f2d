import { createHash } from 'node:crypto'
import { RosterImport } from '@digione/contracts'
import { expect, test } from 'vitest'
import { dataset } from '../dataset.ts'
import { CITIES } from './cities.ts'
import { countryRoster } from './country.ts'
import { hetuSequence } from './hetus.ts'

const TODAY = new Date('2026-11-23T06:00:00Z')
const ACCOUNTS = 41_000

/** What the tests are about, gathered in one walk without keeping the parts. */
function walk(accounts: number) {
  const hash = createHash('sha256')
  const counts = { persons: 0, learners: 0, basicPupils: 0, basicSchools: 0, lukioStudents: 0, guardians: new Set<string>(), staff: 0 }
  const byCity = new Map<string, number>()
  const unique = new Map<string, string>()
  let largestPart = 0
  for (const part of countryRoster(TODAY, accounts)) {
    hash.update(JSON.stringify(part))
    largestPart = Math.max(largestPart, part.persons.length)
    counts.persons += part.persons.length
    const typeOf = new Map(part.schools.map(({ id, type }) => [id, type]))
    counts.basicSchools += part.schools.filter(({ type }) => type === '11').length
    for (const { role, school } of part.affiliations) {
      if (role !== 'learner') counts.staff += 1
      else if (typeOf.get(school ?? '') === '15') counts.lukioStudents += 1
      else counts.basicPupils += 1
    }
    for (const { guardian } of part.guardianships) counts.guardians.add(guardian)
    const [school] = part.schools
    if (part.schools.length === 1 && school) byCity.set(school.municipality, (byCity.get(school.municipality) ?? 0) + part.persons.length)
    const keys = part.persons.flatMap(({ id, learnerNumber, keys: others }) => [id, learnerNumber ?? id, ...others.map(({ value }) => value)])
    for (const key of new Set([
      ...keys,
      ...part.groups.map(({ id }) => id),
      ...part.schools.flatMap(({ id, number, name, municipality }) => [id, number, `${municipality} ${name.fi}`]),
    ])) {
      expect(unique.get(key), `${key} is in two parts`).toBeUndefined()
      unique.set(key, '')
    }
  }
  return { ...counts, byCity, hash: hash.digest('hex'), largestPart }
}

const country = walk(ACCOUNTS)

test('it has as many accounts as were asked for, to a school’s size in each city', () => {
  expect(Math.abs(country.persons - ACCOUNTS)).toBeLessThan(CITIES.length * 400)
})

test('pupils, schools and upper secondary students stand to each other as in the country', () => {
  expect(country.basicPupils / country.basicSchools).toBeGreaterThan(277 * 0.85)
  expect(country.basicPupils / country.basicSchools).toBeLessThan(277 * 1.15)
  expect(country.lukioStudents / country.basicPupils).toBeGreaterThan((112_200 / 546_000) * 0.6)
  expect(country.lukioStudents / country.basicPupils).toBeLessThan((112_200 / 546_000) * 1.3)
  const pupils = country.basicPupils + country.lukioStudents
  expect(country.guardians.size / pupils).toBeGreaterThan(1)
  expect(country.guardians.size / pupils).toBeLessThan(1.3)
  expect(pupils / country.staff).toBeGreaterThan(9)
  expect(pupils / country.staff).toBeLessThan(16)
})

test('each city has its part by population', () => {
  const added = [...country.byCity.values()].reduce((sum, persons) => sum + persons, 0)
  const inhabitants = CITIES.reduce((sum, city) => sum + city.inhabitants, 0)
  for (const { slug, inhabitants: own } of CITIES) expect(Math.abs((country.byCity.get(slug) ?? 0) - (added * own) / inhabitants)).toBeLessThan(450)
})

test('the same day and number give the same roster', () => {
  expect(walk(12_000).hash).toBe(walk(12_000).hash)
  expect(walk(12_000).hash).not.toBe(walk(16_000).hash)
})

test('a part is a school, however many there are: no more is in memory at once', () => {
  expect(country.largestPart).toBe(dataset(TODAY).roster.persons.length)
  const parts = countryRoster(TODAY, 410_000)[Symbol.iterator]()
  parts.next()
  const second = parts.next()
  // Asked for one school, it has made one.
  expect(second.done ? 0 : second.value.schools.length).toBe(1)
})

test('each part is a roster that the platform takes, and names no group or school of another part', () => {
  for (const part of countryRoster(TODAY, 9_000)) {
    expect(RosterImport.safeParse(part).error).toBeUndefined()
    const own = new Set([...part.groups.map(({ id }) => id), ...part.persons.map(({ id }) => id)])
    expect(part.enrolments.every(({ person, group }) => own.has(person) && own.has(group))).toBe(true)
    expect(part.guardianships.every(({ guardian, learner }) => own.has(guardian) && own.has(learner))).toBe(true)
  }
})

test('identity codes never repeat, and none is given that somebody has', () => {
  const first = hetuSequence(new Set())('female')
  const next = hetuSequence(new Set([first]))
  const codes = Array.from({ length: 50_000 }, (_, at) => next(at % 2 === 0 ? 'female' : 'male'))
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes).not.toContain(first)
})
