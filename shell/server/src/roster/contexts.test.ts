import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asPlatform } from '../db/scope.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { GROUP, SCHOOL, sampleRoster, WHO } from '../testing/sample-roster.ts'
import { contextsOf, importRoster, personByKey, personById } from './store.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const contexts = (person: string, ways: string[], now?: number) => contextsOf(bench.db, person, ways, bench.config.upstreams, now)

describe('contextsOf', () => {
  test('a teacher works at the schools of today, with their own groups', async () => {
    const found = await contexts(WHO.teacher, ['school'])
    expect(found.contexts).toHaveLength(1)
    expect(found.contexts[0]).toMatchObject({
      municipality: 'north',
      school: { id: SCHOOL.aarnila },
      role: 'teacher',
      level: 'perusopetus',
      learner: null,
      matters: [],
    })
    expect(found.contexts[0]?.groups.toSorted()).toEqual([GROUP.b4, GROUP.b4math].toSorted())
  })

  test('a post that has not begun opens on its first day, in Finland’s time', async () => {
    const lateOnTheDayBefore = Date.parse('2097-12-31T21:59:00Z')
    const justAfterMidnight = Date.parse('2097-12-31T22:01:00Z')
    const southAt = async (now: number) => (await contexts(WHO.teacher, ['school'], now)).contexts.filter(({ municipality }) => municipality === 'south').length
    expect(await southAt(lateOnTheDayBefore)).toBe(0)
    expect(await southAt(justAfterMidnight)).toBe(1)
  })

  test('a guardian of two children in two cities has a context for each, with what each guardianship covers', async () => {
    const found = await contexts(WHO.guardian, ['family'])
    expect(found.contexts.map(({ municipality, learner, matters }) => [municipality, learner?.givenName, learner?.group, learner?.grade, matters])).toEqual([
      ['north', 'Aino', '4B', 4, ['attendance', 'communication', 'studies']],
      ['south', 'Veli', '2A', 2, ['communication']],
    ])
    expect(found.contexts[0]?.groups.toSorted()).toEqual([GROUP.b4, GROUP.b4math].toSorted())
    expect(found.locked).toEqual([])
  })

  test('a teacher’s log-in does not open guardian contexts: they are locked, once per city, without a word of the child', async () => {
    // Otso has left school, so this guardian's own way in would find nothing either; a roster where he has not is needed.
    const attending = {
      ...sampleRoster,
      affiliations: sampleRoster.affiliations.map((one) => (one.person === WHO.otso ? { ...one, state: 'lasna' as const } : one)),
    }
    await importRoster(bench.db, bench.secrets.keyHash, attending)
    const bySchool = await contexts(WHO.teacher, ['school'])
    expect(bySchool.contexts.map(({ role }) => role)).toEqual(['teacher'])
    expect(bySchool.locked).toEqual([
      {
        municipality: 'south',
        municipalityName: { fi: 'South', sv: 'south' },
        role: 'guardian',
        opensWith: { provider: 'family', name: { fi: 'family (fi)', sv: 'family (sv)' } },
      },
    ])
    expect(JSON.stringify(bySchool.locked)).not.toContain('Otso')
    const byBoth = await contexts(WHO.teacher, ['school', 'family'])
    expect(byBoth.contexts.map(({ role, learner }) => [role, learner?.givenName ?? null])).toEqual([
      ['teacher', null],
      ['guardian', 'Otso'],
    ])
    expect(byBoth.locked).toEqual([])
    await importRoster(bench.db, bench.secrets.keyHash, sampleRoster)
  })

  test('somebody who graduated has no learner context, and their guardian none for them', async () => {
    expect((await contexts(WHO.otso, ['school'])).contexts).toEqual([])
    expect((await contexts(WHO.teacher, ['family'])).contexts).toEqual([])
  })

  test('a learner of two schools has two contexts with different ids; ids are the same every time', async () => {
    const once = await contexts(WHO.both, ['school'])
    const twice = await contexts(WHO.both, ['school'])
    expect(once.contexts.map(({ municipality, groups }) => [municipality, groups])).toEqual([
      ['north', [GROUP.c4]],
      ['south', [GROUP.a2]],
    ])
    expect(new Set(once.contexts.map(({ id }) => id)).size).toBe(2)
    expect(twice).toEqual(once)
  })

  test('an administrator and the operator have a context without a school', async () => {
    expect((await contexts(WHO.admin, ['office'])).contexts).toMatchObject([
      { municipality: 'north', role: 'municipal-admin', school: null, level: null, groups: [] },
    ])
    expect((await contexts(WHO.operator, ['office'])).contexts).toMatchObject([{ municipality: 'hub', role: 'operator' }])
  })

  test('a session without a way in opens nothing', async () => {
    const found = await contexts(WHO.guardian, [])
    expect(found.contexts).toEqual([])
    expect(found.locked.map(({ municipality }) => municipality)).toEqual(['north', 'south'])
  })
})

describe('importRoster', () => {
  test('the same contents again change nothing', async () => {
    expect(await importRoster(bench.db, bench.secrets.keyHash, sampleRoster)).toEqual({ changed: false })
  })

  test('people are found by each of their keys, which are nowhere in the clear', async () => {
    const { db, secrets } = bench
    expect(await personByKey(db, secrets.keyHash, 'hetu', '010180-9026')).toBe(WHO.teacher)
    expect(await personByKey(db, secrets.keyHash, 'learnerNumber', '1.2.246.562.98.1')).toBe(WHO.teacher)
    expect(await personByKey(db, secrets.keyHash, 'employee', '010180-9026')).toBeNull()
    expect(await personById(db, WHO.teacher)).toMatchObject({ callingName: 'Tuulikki', familyName: 'Opettaja', language: 'fi' })
    const kept = await asPlatform(db, (trx) => trx.selectFrom('person_keys').selectAll().execute())
    expect(kept).toHaveLength(6)
    expect(JSON.stringify(kept)).not.toContain('010180')
  })

  test('a roster in parts is the same roster, and what none of them names is gone', async () => {
    const { persons, affiliations, enrolments, guardianships, ...places } = sampleRoster
    const nobody = { municipalities: [], schools: [], groups: [], persons: [], affiliations: [], enrolments: [], guardianships: [] }
    const withoutVeli = guardianships.filter(({ learner }) => learner !== WHO.veli)
    const parts = [
      { ...nobody, persons: persons.filter(({ id }) => id === WHO.guardian) },
      {
        ...places,
        persons: persons.filter(({ id }) => id !== WHO.guardian && id !== WHO.veli),
        affiliations: affiliations.filter(({ person }) => person !== WHO.veli),
        enrolments: enrolments.filter(({ person }) => person !== WHO.veli),
        guardianships: withoutVeli,
      },
    ]
    expect(await importRoster(bench.db, bench.secrets.keyHash, parts)).toEqual({ changed: true })
    expect(await importRoster(bench.db, bench.secrets.keyHash, parts)).toEqual({ changed: false })
    expect(await personById(bench.db, WHO.veli)).toBeNull()
    expect((await contexts(WHO.guardian, ['family'])).contexts.map(({ municipality }) => municipality)).toEqual(['north'])
    expect(await importRoster(bench.db, bench.secrets.keyHash, sampleRoster)).toEqual({ changed: true })
    expect((await contexts(WHO.guardian, ['family'])).contexts).toHaveLength(2)
  })

  test('parts that can be read only once are refused, and nothing is lost', async () => {
    const once = [{ ...sampleRoster, persons: sampleRoster.persons.slice(0, 1), enrolments: [], affiliations: [], guardianships: [] }].values()
    await expect(importRoster(bench.db, bench.secrets.keyHash, once)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(await personById(bench.db, WHO.teacher)).not.toBeNull()
  })

  test('who is no longer in the roster is gone, and back with the next one', async () => {
    const without = {
      ...sampleRoster,
      persons: sampleRoster.persons.filter(({ id }) => id !== WHO.aino),
      enrolments: sampleRoster.enrolments.filter(({ person }) => person !== WHO.aino),
      affiliations: sampleRoster.affiliations.filter(({ person }) => person !== WHO.aino),
      guardianships: sampleRoster.guardianships.filter(({ learner }) => learner !== WHO.aino),
    }
    expect(await importRoster(bench.db, bench.secrets.keyHash, without)).toEqual({ changed: true })
    expect(await personById(bench.db, WHO.aino)).toBeNull()
    expect((await contexts(WHO.guardian, ['family'])).contexts.map(({ municipality }) => municipality)).toEqual(['south'])
    expect(await importRoster(bench.db, bench.secrets.keyHash, sampleRoster)).toEqual({ changed: true })
    expect((await contexts(WHO.guardian, ['family'])).contexts).toHaveLength(2)
  })

  test('a roster that is not one is refused by name, and nothing is lost', async () => {
    await expect(importRoster(bench.db, bench.secrets.keyHash, { ...sampleRoster, persons: [{ id: 'x' }] })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(await personById(bench.db, WHO.teacher)).not.toBeNull()
  })

  test('thousands of people are loaded in seconds', async () => {
    const uuid = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    const [sample] = sampleRoster.persons
    if (!sample) throw new Error('the sample has people')
    const crowd = Array.from({ length: 8_000 }, (_, n) => ({ ...sample, id: uuid(n), learnerNumber: `1.2.246.562.98.9${n}`, keys: [] }))
    const many = {
      ...sampleRoster,
      persons: [...sampleRoster.persons, ...crowd],
      affiliations: [
        ...sampleRoster.affiliations,
        ...crowd.map(({ id }) => ({
          person: id,
          municipality: 'north',
          school: SCHOOL.aarnila,
          role: 'learner' as const,
          level: 'perusopetus' as const,
          state: 'lasna' as const,
          from: '2020-01-01',
          until: null,
        })),
      ],
      enrolments: [
        ...sampleRoster.enrolments,
        ...crowd.map(({ id }) => ({ person: id, group: GROUP.b4, role: 'learner' as const, from: '2020-01-01', until: null })),
      ],
    }
    const start = performance.now()
    await importRoster(bench.db, bench.secrets.keyHash, many)
    expect(performance.now() - start).toBeLessThan(60_000)
    expect((await contexts(uuid(7_999), ['school'])).contexts).toHaveLength(1)
    await importRoster(bench.db, bench.secrets.keyHash, sampleRoster)
  })
})
