import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Field, FIELDS_OF_TOKEN, fieldsOfScope } from '@digione/contracts'
import { inMunicipality } from '../db/scope.ts'
import { switchOn } from '../entitlements/switches.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { GROUP, SCHOOL, WHO } from '../testing/sample-roster.ts'
import { releasedTo } from './released.ts'
import { parseFilter } from './filter.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks', { scopes: [{ id: 'roster.groups', purpose: { fi: 'x', sv: 'x' }, legalBasis: 'public-task' }] }))
  await bench.publish(manifestOf('other'))
  await bench.publish(manifestOf('unasking'))
  await switchOn(bench.db, { module: 'unasking', municipality: 'north' })
  await switchOn(bench.db, { module: 'tasks', municipality: 'north', school: SCHOOL.aarnila })
})
afterAll(() => bench.close())

type Object_ = Record<string, unknown> & { sourcedId: string }
const get = async (path: string, as = 'tasks') => {
  const answer = await bench.send(as, `/ims/oneroster/rostering/v1p2${path}`)
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, Object_[] & Object_> & { code?: string } }
}
const mask = (person: string) => bench.pairwise.mask(person, 'tasks')

/** Which field each property of people's is; `null`: what OneRoster wants, and nobody's. */
const FIELD_OF: Readonly<Record<string, Field | null>> = {
  sourcedId: 'identifier',
  givenName: 'names',
  familyName: 'names',
  preferredFirstName: 'names',
  roles: 'roles',
  grades: 'grade',
  agents: 'guardianship',
  'digione.guardianship': 'guardianship',
  'digione.nonDisclosure': 'non-disclosure',
  user: 'identifier',
  class: 'membership',
  school: 'school',
  role: 'roles',
  primary: 'membership',
  beginDate: 'membership',
  endDate: 'membership',
  status: null,
  enabledUser: null,
  metadata: null,
}

describe('what a backend reads', () => {
  test('only schools where its module is on, and nothing of others by any path', async () => {
    expect((await get('/schools')).body['orgs']?.map(({ sourcedId }) => sourcedId)).toEqual([SCHOOL.aarnila])
    expect((await get('/orgs')).body['orgs']?.map(({ type }) => type).toSorted()).toEqual(['district', 'school'])
    expect((await get(`/schools/${SCHOOL.south}`)).status).toBe(404)
    expect((await get(`/schools/${SCHOOL.south}/students`)).status).toBe(404)
    expect((await get(`/classes/${GROUP.a2}/students`)).status).toBe(404)
    expect((await get(`/users/${mask(WHO.veli)}`)).status).toBe(404)
    for (const collection of ['orgs', 'schools', 'academicSessions', 'terms', 'courses', 'classes', 'enrollments', 'users', 'students', 'teachers']) {
      const { status, body } = await get(`/${collection}`)
      expect(status, collection).toBe(200)
      expect(JSON.stringify(body), collection).not.toMatch(/Canary-South|Etelä|2A/)
    }
  })

  test('a module that is on nowhere reads nothing', async () => {
    expect((await get('/users', 'other')).body['users']).toEqual([])
  })

  test('a module whose release does not ask for the roster reads nothing of it, on as it is', async () => {
    expect((await get('/users', 'unasking')).body['users']).toEqual([])
  })

  test('whatever is told of people is among the fields that a municipality is shown before it accepts', async () => {
    const shown: readonly string[] = [...fieldsOfScope('roster.groups'), ...FIELDS_OF_TOKEN]
    const { body: people } = await get('/users')
    const { body: enrolments } = await get('/enrollments')
    const told = (objects: Object_[] | undefined) => new Set(objects?.flatMap((object) => [...Object.keys(object), ...Object.keys(object['metadata'] ?? {})]))
    const unnamed = [...told(people['users']), ...told(enrolments['enrollments'])].filter((property) => {
      const field = FIELD_OF[property]
      return field === undefined || (field !== null && !shown.includes(field))
    })
    expect(people['users']?.length).toBeGreaterThan(0)
    expect(unnamed).toEqual([])
  })

  test('people are counted where they are told of, by month and municipality, and nothing else is', async () => {
    const counts = async () => inMunicipality(bench.db, 'north', (trx) => releasedTo(trx, 'north', 'tasks'))
    const sum = async () => {
      const people = (await counts()).filter(({ kind }) => kind === 'people')
      return { answers: people.reduce((all, one) => all + one.answers, 0), people: people.reduce((all, one) => all + one.people, 0) }
    }
    const before = await sum()
    const all = (await get('/users')).body['users']?.length ?? 0
    await get(`/users/${mask(WHO.aino)}`)
    await get('/classes')
    expect(await sum()).toEqual({ answers: before.answers + 2, people: before.people + all + 1 })
    expect((await counts())[0]?.month).toMatch(/^\d{4}-\d\d$/)
    expect(await inMunicipality(bench.db, 'south', (trx) => releasedTo(trx, 'south', 'tasks'))).toEqual([])
  })

  test('people come with the module’s own identifiers, never the platform’s', async () => {
    const everything = JSON.stringify([(await get('/users')).body, (await get('/enrollments')).body])
    for (const person of Object.values(WHO)) expect(everything).not.toContain(person)
    const aino = (await get(`/users/${mask(WHO.aino)}`)).body['user']
    expect(aino).toMatchObject({ givenName: 'Aino', enabledUser: 'true', grades: ['4'], roles: [{ role: 'student', org: { sourcedId: SCHOOL.aarnila } }] })
    expect(aino?.['agents']).toMatchObject([{ sourcedId: mask(WHO.guardian) }])
    expect(aino?.['metadata']).toEqual({ 'digione.guardianship': [{ guardian: mask(WHO.guardian), matters: ['attendance', 'communication', 'studies'] }] })
    // The guardian's other child goes to a school where the module is off.
    expect((await get(`/users/${mask(WHO.guardian)}`)).body['user']?.['metadata']).toEqual({
      'digione.guardianship': [{ learner: mask(WHO.aino), matters: ['attendance', 'communication', 'studies'] }],
    })
  })

  test('somebody under non-disclosure keeps the name and nothing that leads to them', async () => {
    const hidden = (await get(`/users/${mask(WHO.hidden)}`)).body['user']
    expect(hidden).toMatchObject({ givenName: 'Kätkö', roles: [], agents: [], grades: [], metadata: { 'digione.nonDisclosure': true } })
    expect(JSON.stringify(hidden)).not.toContain(SCHOOL.aarnila)
  })

  test('a class has its lessons, room and subject; its supervisor is primary', async () => {
    expect((await get(`/classes/${GROUP.b4math}`)).body['class']).toMatchObject({
      title: '4B MA',
      classType: 'scheduled',
      periods: ['1-1', '3-2'],
      location: 'A12',
      subjectCodes: ['MA'],
      grades: ['4'],
      metadata: { 'digione.level': 'perusopetus' },
    })
    expect((await get(`/classes/${GROUP.b4}/students`)).body['users']?.map(({ givenName }) => givenName).toSorted()).toEqual(['Aino', 'Kätkö'])
    expect((await get(`/classes/${GROUP.b4}/teachers`)).body['users']?.map(({ sourcedId }) => sourcedId)).toEqual([mask(WHO.teacher)])
    const own = (await get(`/enrollments?filter=user.sourcedId='${mask(WHO.teacher)}'`)).body['enrollments']
    expect(own?.map(({ role, primary }) => [role, primary]).toSorted()).toEqual([
      ['teacher', false],
      ['teacher', true],
    ])
    for (const role of ['student', 'teacher'])
      expect(new Set((await get(`/schools/${SCHOOL.aarnila}/enrollments?filter=role='${role}'`)).body['enrollments']?.map((one) => one['role']))).toEqual(
        new Set([role]),
      )
  })

  test('pages fit together and tell how many there are', async () => {
    const all = (await get('/users')).body['users']?.map(({ sourcedId }) => sourcedId) ?? []
    const seen: string[] = []
    for (let offset = 0; offset < all.length; offset += 2) {
      const page = await get(`/users?limit=2&offset=${offset}`)
      expect(page.headers.get('x-total-count')).toBe(String(all.length))
      expect((page.headers.get('link') ?? '').includes('rel="next"')).toBe(offset + 2 < all.length)
      seen.push(...(page.body['users']?.map(({ sourcedId }) => sourcedId) ?? []))
    }
    expect(seen).toEqual(all)
    expect((await get('/users?limit=0')).body.code).toBe('INPUT_INVALID')
  })

  test('filters and fields narrow the answer; anything else than field=value is refused', async () => {
    expect((await get(`/users?filter=familyName='Opettaja' AND givenName='Tuulikki'&fields=givenName`)).body['users']).toEqual([
      { sourcedId: mask(WHO.teacher), givenName: 'Tuulikki' },
    ])
    expect((await get(`/users?filter=familyName='x' OR 1=1`)).body.code).toBe('INPUT_INVALID')
    expect((await get(`/users?filter=nonDisclosure='on'`)).body.code).toBe('INPUT_INVALID')
    expect(parseFilter(`title='Tom AND Jerry''s' AND location='A1'`)).toEqual([
      { field: 'title', value: "Tom AND Jerry's" },
      { field: 'location', value: 'A1' },
    ])
  })

  test('nobody reads without a client’s token, its scope and its module', async () => {
    expect((await get('/users', 'nobody')).body.code).toBe('NOT_SIGNED_IN')
    const client = bench.callers['tasks']
    if (client?.kind !== 'client') throw new Error('it is one')
    bench.callers['scopeless'] = { ...client, scopes: ['events.publish'] }
    bench.callers['pipeline'] = { ...client, module: null }
    expect((await get('/users', 'scopeless')).body.code).toBe('SCOPE_MISSING')
    expect((await get('/users', 'pipeline')).body.code).toBe('NOT_ALLOWED')
  })
})
