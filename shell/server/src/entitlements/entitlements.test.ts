import type { Context } from '@digione/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyChain } from '../audit/store.ts'
import { asPlatform } from '../db/scope.ts'
import { contextsOf } from '../roster/store.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { SCHOOL, WHO } from '../testing/sample-roster.ts'
import { createSchoolsWhereOn } from './schools-where-on.ts'
import { modulesOnEach, releasesAt, startReleases } from './store.ts'
import { switchOn } from './switches.ts'

let bench: Bench
let tasks: string
let teacher: Context
let child: Context

beforeAll(async () => {
  bench = await openBench()
  tasks = await bench.publish(
    manifestOf('tasks', {
      settings: { type: 'object', properties: { days: { type: 'integer', default: 7 }, tone: { type: 'string' } } },
      levels: ['perusopetus'],
    }),
  )
  await bench.publish(manifestOf('unused'))
  for (const municipality of ['north', 'south']) await switchOn(bench.db, { module: 'tasks', municipality })
  const contextOf = async (person: string, ways: string[]) => {
    const [first] = (await contextsOf(bench.db, person, ways, bench.config.upstreams)).contexts
    if (!first) throw new Error('the sample has one')
    return first
  }
  teacher = await contextOf(WHO.teacher, ['school'])
  child = await contextOf(WHO.guardian, ['family'])
  const admin = await contextOf(WHO.admin, ['office'])
  bench.callers['admin'] = bench.administrator(admin, WHO.admin)
  bench.callers['operator'] = bench.administrator(await contextOf(WHO.operator, ['office']), WHO.operator)
  bench.callers['teacher'] = bench.administrator(teacher, WHO.teacher)
})
afterAll(() => bench.close())

const modulesIn = async (context: Context, person: string) => (await modulesOnEach(bench.db, [context], person, Date.now()))[0] ?? []
const on = async (context: Context, person = WHO.teacher) => (await modulesIn(context, person)).map(({ module }) => module)
const put = async (body: object, as = 'admin', municipality = 'north') => {
  const answer = await bench.send(as, `/api/municipalities/${municipality}/switches`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  return { status: answer.status, ...((await answer.json()) as { code?: string; version?: number }) }
}
interface State {
  state: string
  decided: { by: string | null; at_level: string } | null
  roles: { role: string; on: boolean }[]
}
const catalogue = async (as = 'admin', municipality = 'north') => {
  const answer = await bench.send(as, `/api/municipalities/${municipality}/modules`)
  return (await answer.json()) as {
    code?: string
    version: number
    modules: { module: string; version: string; state: State; schools: (State & { school: string })[] }[]
  }
}

describe('what is on', () => {
  test('a module comes with its release and the settings that the municipality made, to be put over the manifest’s', async () => {
    expect(await modulesIn(teacher, WHO.teacher)).toEqual([{ module: 'tasks', release: tasks, settings: {}, tier: 'page' }])
    await asPlatform(bench.db, (trx) =>
      trx
        .insertInto('module_settings')
        .values({ module: 'tasks', municipality: 'north', settings: JSON.stringify({ days: 3 }) })
        .execute(),
    )
    expect((await modulesIn(child, WHO.guardian))[0]?.settings).toEqual({ days: 3 })
  })

  test('what is decided is read once for each version of a municipality, and by whoever does not know the version each time', async () => {
    const settings = async (versions: Record<string, number>) => {
      const [on] = await modulesOnEach(bench.db, [teacher], WHO.teacher, Date.now(), versions)
      return on?.[0]?.settings
    }
    let revision = 1
    const decide = (days: number) =>
      asPlatform(bench.db, (trx) =>
        trx
          .insertInto('module_settings')
          .values({ module: 'tasks', municipality: 'north', settings: JSON.stringify({ days }), revision: ++revision })
          .execute(),
      )
    expect(await settings({ north: 901 })).toEqual({ days: 3 })
    await decide(4)
    expect(await settings({ north: 901 })).toEqual({ days: 3 })
    expect(await settings({})).toEqual({ days: 4 })
    expect(await settings({ north: 902 })).toEqual({ days: 4 })
    await decide(3)
    expect(await settings({ north: 903 })).toEqual({ days: 3 })
  })

  test('roles and levels that the manifest does not serve have nothing', async () => {
    expect(await on({ ...teacher, role: 'staff' })).toEqual([])
    expect(await on({ ...teacher, level: 'lukiokoulutus' })).toEqual([])
    expect(await on({ ...teacher, level: null })).toEqual([])
  })

  test('the page is prepared for a position without a person', async () => {
    expect(await releasesAt(bench.db, [{ municipality: 'north', role: 'teacher', level: 'perusopetus' }])).toEqual([tasks])
    expect(await releasesAt(bench.db, [{ municipality: 'north', role: 'operator', level: null }])).toEqual([])
    const release = (await startReleases(bench.db, [tasks, 'no@000000000000']))[tasks]
    expect(release?.entry).toMatchObject({ container: `/releases/${tasks.replace('@', '/')}/remoteEntry-1.js`, exposed: './app' })
  })
})

describe('an administrator’s switches', () => {
  test('off for a school: gone there, kept elsewhere; in the catalogue with who decided; on again', async () => {
    const before = await catalogue()
    expect(before.modules.map(({ module }) => module)).toEqual(['tasks', 'unused'])
    expect(before.modules[0]?.state).toMatchObject({ state: 'on', decided: { by: null, at_level: 'municipality' } })
    expect(before.modules[1]?.state).toEqual({ state: 'off', decided: null, roles: expect.anything() })

    const whereOn = createSchoolsWhereOn(bench)
    const schools = () => asPlatform(bench.db, (trx) => whereOn(trx, 'tasks'))
    expect([...(await schools()).keys()]).toContain(SCHOOL.aarnila)
    const off = await put({ module: 'tasks', school: SCHOOL.aarnila, role: null, on: false, version: before.version })
    expect(off).toEqual({ status: 200, version: before.version + 1 })
    expect(await on(teacher)).toEqual([])
    expect(await on(child, WHO.guardian)).toEqual([])
    expect(await on({ ...teacher, school: { id: SCHOOL.boreal, name: { fi: 'B', sv: 'B' } } })).toEqual(['tasks'])
    // At once, although it is kept.
    expect(await schools()).toEqual(
      new Map([
        [SCHOOL.boreal, 'north'],
        [SCHOOL.south, 'south'],
      ]),
    )

    const [entry] = (await catalogue()).modules
    expect(entry?.schools.find(({ school }) => school === SCHOOL.aarnila)).toMatchObject({
      state: 'off',
      decided: { by: 'Paavo Pääkäyttäjä', at_level: 'school' },
    })
    expect(entry?.schools.find(({ school }) => school === SCHOOL.boreal)).toMatchObject({ state: 'on', decided: { by: null, at_level: 'municipality' } })

    expect(await put({ module: 'tasks', school: SCHOOL.aarnila, role: null, on: true, version: before.version + 1 })).toMatchObject({ status: 200 })
    expect(await on(teacher)).toEqual(['tasks'])
  })

  test('a single role’s decision is partly on, and a later one for all roles replaces it', async () => {
    const { version } = await catalogue()
    await put({ module: 'tasks', school: SCHOOL.aarnila, role: 'guardian', on: false, version })
    expect([await on(teacher), await on(child, WHO.guardian)]).toEqual([['tasks'], []])
    expect((await catalogue()).modules[0]?.schools.find(({ school }) => school === SCHOOL.aarnila)?.state).toBe('partly')
    await put({ module: 'tasks', school: SCHOOL.aarnila, role: null, on: true, version: version + 1 })
    expect(await on(child, WHO.guardian)).toEqual(['tasks'])
  })

  test('the platform’s set-up does not undo what an administrator decided', async () => {
    const { version } = await catalogue()
    await put({ module: 'tasks', school: null, role: null, on: false, version })
    await switchOn(bench.db, { module: 'tasks', municipality: 'north' })
    expect((await catalogue()).modules[0]?.state.state).toBe('off')
    await put({ module: 'tasks', school: null, role: null, on: true, version: version + 1 })
  })

  test('a decision made from an old version is refused with 409 and changes nothing', async () => {
    const { version } = await catalogue()
    expect(await put({ module: 'tasks', school: null, role: null, on: false, version: version - 1 })).toMatchObject({ status: 409, code: 'CHANGED_MEANWHILE' })
    expect((await catalogue()).version).toBe(version)
  })

  test('of two decisions from one version exactly one is taken', async () => {
    const { version } = await catalogue()
    const both = await Promise.all([0, 1].map(() => put({ module: 'unused', school: SCHOOL.boreal, role: null, on: true, version })))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('unknown modules and other municipalities’ schools are not there', async () => {
    const { version } = await catalogue()
    expect(await put({ module: 'nothing', school: null, role: null, on: true, version })).toMatchObject({ status: 404 })
    expect(await put({ module: 'tasks', school: SCHOOL.south, role: null, on: true, version })).toMatchObject({ status: 404 })
  })

  test('only this municipality’s administrator and the operator may, and only with the scope', async () => {
    const { version } = await catalogue('operator')
    expect(version).toBeGreaterThan(0)
    expect(await catalogue('admin', 'south')).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await put({ module: 'tasks', school: null, role: null, on: false, version: 1 }, 'admin', 'south')).toMatchObject({ status: 403 })
    expect(await catalogue('teacher')).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await catalogue('nobody')).toMatchObject({ code: 'NOT_SIGNED_IN' })
    const { callers } = bench
    const admin = callers['admin']
    if (admin?.kind !== 'module') throw new Error('it acts through a module')
    callers['reader'] = { ...admin, scopes: ['entitlements.read'] }
    expect(await put({ module: 'tasks', school: null, role: null, on: false, version }, 'reader')).toMatchObject({ status: 403, code: 'SCOPE_MISSING' })
  })
})

describe('the audit', () => {
  test('every switch is in the history, the newest first, with who did it', async () => {
    const answer = await bench.send('admin', '/api/municipalities/north/history')
    const { entries } = (await answer.json()) as { entries: { seq: number; by: { name: string | null }; on: boolean; school: string | null }[] }
    expect(entries.length).toBeGreaterThan(4)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).toSorted((a, b) => b - a))
    expect(entries[0]?.by).toEqual({ name: 'Paavo Pääkäyttäjä', role: 'municipal-admin' })
    expect(entries.at(-1)?.by).toEqual({ name: null, role: 'operator' })
    // No entry can have a higher number than the database keeps.
    expect((await bench.send('admin', '/api/municipalities/north/history?before=2147483647')).status).toBe(200)
    expect((await bench.send('admin', '/api/municipalities/north/history?before=2147483648')).status).toBe(400)
    const school = entries.find((entry) => entry.school !== null)?.school ?? 'none'
    const part = async (query: string) => {
      const narrower = await bench.send('admin', `/api/municipalities/north/history?${query}`)
      return ((await narrower.json()) as { entries: { school: string | null; module: string }[] }).entries
    }
    expect(await part(`school=${school}`)).toEqual(entries.filter((entry) => entry.school === school))
    const module = (await part('before=2147483647'))[0]?.module ?? ''
    expect(await part(`module=${module}`)).toEqual((await part('before=2147483647')).filter((entry) => entry.module === module))
    expect(await part('module=nothing-of-this-name')).toEqual([])
    expect((await bench.send('admin', '/api/municipalities/north/history?school=a%00b')).status).toBe(400)
    const older = await bench.send('admin', `/api/municipalities/north/history?before=${entries[1]?.seq}`)
    expect(((await older.json()) as typeof answer & { entries: unknown[] }).entries).toHaveLength(entries.length - 2)
  })

  test('the chain holds from its start, and a changed, added or removed entry breaks it', async () => {
    const verify = () => asPlatform(bench.db, (trx) => verifyChain(trx, 'north'))
    const { entries, brokenAt } = await verify()
    expect(brokenAt).toBeNull()
    const tamper = async (statement: string) => {
      // Somebody with the owner's rights, who takes every lock off first.
      await sql.raw('alter table audit disable trigger audit_append_only').execute(bench.db)
      await sql.raw('alter table audit no force row level security').execute(bench.db)
      await sql.raw(statement).execute(bench.db)
      await sql.raw('alter table audit force row level security').execute(bench.db)
      await sql.raw('alter table audit enable trigger audit_append_only').execute(bench.db)
    }
    await tamper(
      `update audit set details = jsonb_set(details, '{on}', 'true') where chain = 'north' and details->>'on' = 'false' and seq = (select min(seq) from audit where chain = 'north' and details->>'on' = 'false')`,
    )
    const broken = (await verify()).brokenAt
    expect(broken).toBeGreaterThan(0)
    await tamper(`update audit set details = jsonb_set(details, '{on}', 'false') where chain = 'north' and seq = ${broken}`)
    expect((await verify()).brokenAt).toBeNull()
    await tamper(`delete from audit where chain = 'north' and seq = 2`)
    expect(await verify()).toEqual({ entries: entries - 1, brokenAt: 2 })
  })

  test('the application’s role can neither change nor delete an entry, and nor can the owner', async () => {
    await expect(asPlatform(bench.db, (trx) => sql`delete from audit`.execute(trx))).rejects.toThrow(/permission denied/)
    await expect(sql`update audit set action = 'x'`.execute(bench.db)).rejects.toThrow(/append-only/)
    await expect(sql`truncate audit`.execute(bench.db)).rejects.toThrow(/append-only/)
  })
})
