import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { record } from '../audit/store.ts'
import { switchOn } from '../entitlements/switches.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { SCHOOL, WHO } from '../testing/sample-roster.ts'
import { APP_ROLE } from './policies.ts'
import { asPerson, asPlatform, inMunicipality } from './scope.ts'

/** Tables that hold one municipality's rows, with the SQL that finds another one's among them. */
const FOREIGN: Readonly<Record<string, string>> = {
  schools: `municipality <> 'north'`,
  affiliations: `municipality <> 'north'`,
  enrolments: `municipality <> 'north'`,
  presences: `municipality <> 'north'`,
  groups: `municipality <> 'north'`,
  persons: `family_name = 'Canary-South'`,
  guardianships: `learner_id = '${WHO.veli}'`,
  rules: `municipality = 'south'`,
  audit: `municipality = 'south'`,
  events: `municipality = 'south'`,
  bindings: `municipality = 'south'`,
  module_settings: `municipality = 'south'`,
}

describe('a municipality sees its own rows and nobody else’s', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
    await switchOn(bench.db, { module: 'tasks', municipality: 'south' })
    await asPlatform(bench.db, async (trx) => {
      await record(trx, 'south', { person: null, role: 'operator' }, 'planted', {})
      await sql`insert into bindings values ('tasks', 'api', 'south', 'https://canary-south.example')`.execute(trx)
      await sql`insert into module_settings (module, municipality, settings) values ('tasks', 'south', '{"canary":"south"}')`.execute(trx)
      await sql`insert into events (source, id, municipality, school_id, type, time, data)
        values ('tasks', 'planted', 'south', ${SCHOOL.south}, 'tasks.done.v1', '2026-01-01T00:00:00Z', '{}')`.execute(trx)
    })
  })
  afterAll(() => bench.close())

  const foreignRows = async (table: string) =>
    (await inMunicipality(bench.db, 'north', (trx) => sql`select 1 from ${sql.table(table)} where ${sql.raw(FOREIGN[table] ?? '')}`.execute(trx))).rows.length

  test.each(Object.keys(FOREIGN))('%s: another municipality’s planted row is not there, and is as soon as row-level security is off', async (table) => {
    expect(await foreignRows(table)).toBe(0)
    // The probe is seen to work: without the policies the planted rows come.
    await sql.raw(`alter table ${table} disable row level security`).execute(bench.db)
    try {
      expect(await foreignRows(table)).toBeGreaterThan(0)
    } finally {
      await sql.raw(`alter table ${table} enable row level security`).execute(bench.db)
    }
    expect(await foreignRows(table)).toBe(0)
  })

  test('every table of the platform has row-level security, forced on its owner too', async () => {
    const open = await sql<{ relname: string }>`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not (relrowsecurity and relforcerowsecurity) and relname not like 'kysely%'`.execute(bench.db)
    expect(open.rows).toEqual([])
  })

  test('outside of a scope nothing of anybody is visible', async () => {
    await bench.db.transaction().execute(async (trx) => {
      await sql.raw(`set local role ${APP_ROLE}`).execute(trx)
      for (const table of ['persons', 'affiliations', 'enrolments', 'guardianships', 'groups', 'schools', 'presences', 'person_keys', 'secrets', 'audit']) {
        expect((await sql`select 1 from ${sql.table(table)}`.execute(trx)).rows, table).toEqual([])
      }
    })
  })

  test('a municipality cannot write another one’s rules, audit or version, nor its own roster', async () => {
    const inNorth = (statement: string) => inMunicipality(bench.db, 'north', (trx) => sql.raw(statement).execute(trx))
    await expect(inNorth(`update municipalities set version = 99 where slug = 'south'`)).resolves.toMatchObject({ rows: [] })
    await expect(
      inNorth(`insert into rules (id, module, effect, municipality, release, percentage, from_at) values ('x', 'tasks', 'off', 'south', '{}', 100, now())`),
    ).rejects.toThrow(/row-level security/)
    await expect(
      inNorth(`insert into affiliations values ('${WHO.teacher}', 'north', null, 'municipal-admin', null, null, '2020-01-01', null)`),
    ).rejects.toThrow(/row-level security/)
    await expect(inNorth(`insert into audit values ('south', 'south', 99, 'now', null, 'x', 'x', '{}', '0', '0')`)).rejects.toThrow(/row-level security/)
    const south = await asPlatform(bench.db, (trx) => trx.selectFrom('municipalities').select('version').where('slug', '=', 'south').executeTakeFirstOrThrow())
    expect(south.version).toBeLessThan(99)
  })

  test('a person sees their own rows and their children’s, in both municipalities, and no other family', async () => {
    const seen = await asPerson(bench.db, WHO.guardian, async (trx) => ({
      persons: (await trx.selectFrom('persons').select('id').execute()).map((row) => row.id),
      municipalities: (await trx.selectFrom('affiliations').select('municipality').execute()).map((row) => row.municipality).toSorted(),
      keys: await trx.selectFrom('person_keys').selectAll().execute(),
    }))
    // The guardianship of the third child has ended; its row is still the guardian's, and `contextsOf` judges the day.
    expect(seen.persons.toSorted()).toEqual([WHO.guardian, WHO.aino, WHO.veli, WHO.hidden].toSorted())
    expect(seen.municipalities).toEqual(['north', 'north', 'south'])
    expect(seen.keys).toEqual([])
    const other = await asPerson(bench.db, WHO.otso, (trx) => trx.selectFrom('persons').select('id').execute())
    expect(other).toEqual([{ id: WHO.otso }])
  })

  test('a scope ends with its transaction', async () => {
    await inMunicipality(bench.db, 'north', (trx) => trx.selectFrom('schools').select('id').execute())
    const left = await sql<{
      role: string
      municipality: string | null
    }>`select current_user as role, current_setting('app.municipality', true) as municipality`.execute(bench.db)
    expect(left.rows[0]?.role).not.toBe(APP_ROLE)
    expect(left.rows[0]?.municipality ?? '').toBe('')
  })

  test('both databases give numbers, days and instants in one shape', async () => {
    const { rows } =
      await sql`select 7::bigint as big, '2026-11-24'::date as day, '2026-11-24T04:00:00Z'::timestamptz as instant, count(*) as total, '{"a":[1]}'::jsonb as json,
      '\\x0102'::bytea as bytes, array['a','b'] as texts from municipalities`.execute(bench.db)
    expect(rows[0]).toMatchObject({ big: 7, day: '2026-11-24', instant: new Date('2026-11-24T04:00:00Z'), total: 3, json: { a: [1] }, texts: ['a', 'b'] })
    expect([...(rows[0] as { bytes: Uint8Array }).bytes]).toEqual([1, 2])
  })
})
