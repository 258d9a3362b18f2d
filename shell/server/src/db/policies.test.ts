import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { record } from '../audit/store.ts'
import { switchOn } from '../entitlements/switches.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { SCHOOL, WHO } from '../testing/sample-roster.ts'
import { APP_ROLE } from './policies.ts'
import type { Schema } from './schema.ts'
import { asPerson, asPlatform, inMunicipality } from './scope.ts'

type Command = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
interface PolicyRow {
  readonly table: string
  readonly policy: string
  readonly command: Command
}

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
  const { db } = bench
  await bench.publish(manifestOf('tasks', { publishes: ['tasks.done.v1'] }))
  await switchOn(db, { module: 'tasks', municipality: 'south' })
  await bench.sessions.open('planted', WHO.southTeacher, { upstream: 'school', idToken: null })
  // A row in every table that the sample leaves empty.
  await asPlatform(db, async (trx) => {
    await record(trx, 'south', { person: null, role: 'operator' }, 'planted', {})
    await sql`insert into bindings values ('tasks', 'api', 'south', 'https://south.example')`.execute(trx)
    await sql`insert into framed_modules values ('tasks', 'south')`.execute(trx)
    await sql`insert into module_settings (module, municipality, settings) values ('tasks', 'south', '{}')`.execute(trx)
    await sql`insert into events (source, id, municipality, school_id, type, time, data)
      values ('tasks', 'planted', 'south', ${SCHOOL.south}, 'tasks.done.v1', '2026-01-01T00:00:00Z', '{}')`.execute(trx)
    await sql`insert into feedback (reference, kind, text, page, due) values ('DO-1', 'other', 'x', '/', '2026-12-08')`.execute(trx)
    await sql`insert into oidc_entries (kind, id, payload, expires_at) values ('Proof', 'planted', '{}', now() + interval '1 day')`.execute(trx)
    await sql`insert into vendor_clients (client_id, vendor, module, scopes, secret_hash) values ('planted', 'tasks-vendor', 'tasks', '{}', 'x')`.execute(trx)
    await sql`insert into changes (id, municipality, number, state, decisions, base, created_at, edited_at)
      values (gen_random_uuid(), 'south', 1, 'draft', '[]', 0, now(), now())`.execute(trx)
    await sql`insert into municipality_policies values ('south', false)`.execute(trx)
    await sql`insert into turns values (1, now())`.execute(trx)
    await sql`insert into stops (id, module, municipality, reason) values (gen_random_uuid(), 'other', 'south', '{}')`.execute(trx)
    await sql`insert into acceptances (municipality, module, release, asks, accepted_role)
      select 'south', 'tasks', id, '{}', 'operator' from releases where module = 'tasks'`.execute(trx)
    await sql`insert into released values ('south', 'tasks', '2026-12', 'people', 1, 1, now())`.execute(trx)
    await sql`insert into vendor_people values ('tasks-vendor', 'employee', 'x')`.execute(trx)
  })
})
afterAll(() => bench.close())

/** Every policy that holds something back and whose command the application's role may use at all. */
async function policies(): Promise<readonly PolicyRow[]> {
  const { rows } = await sql<PolicyRow>`select tablename as table, policyname as policy, cmd as command from pg_policies
    where schemaname = 'public' and has_table_privilege(${APP_ROLE}, quote_ident(tablename), cmd) and coalesce(qual, with_check) <> 'true' order by 1, 2`.execute(
    bench.db,
  )
  return rows
}

class Undone extends Error {}

/** Does something as somebody who is nobody here, and undoes it. @returns What came of it, an error's message included. */
async function asStranger(run: (trx: Kysely<Schema>) => Promise<string>): Promise<string> {
  let outcome = ''
  await asPerson(bench.db, '00000000-0000-4000-8000-999999999999', async (trx) => {
    outcome = await run(trx)
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) outcome = error instanceof Error ? error.message : String(error)
  })
  return outcome
}

const rowsOf = async (trx: Kysely<Schema>, statement: ReturnType<typeof sql>) => String((await statement.execute(trx)).numAffectedRows ?? 0)

/** What a stranger reaches in a table by each command. No column is named but one that is written: to name one would need the right to read as well. */
const REACH: Readonly<Record<Command, (table: string) => Promise<string>>> = {
  SELECT: (table) => asStranger(async (trx) => String((await sql`select 1 from ${sql.table(table)}`.execute(trx)).rows.length)),
  DELETE: (table) => asStranger((trx) => rowsOf(trx, sql`delete from ${sql.table(table)}`)),
  async UPDATE(table) {
    const { rows } = await sql<{ name: string }>`select attname as name from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`.execute(bench.db)
    return asStranger((trx) => rowsOf(trx, sql`update ${sql.table(table)} set ${sql.ref(rows[0]?.name ?? '')} = null`))
  },
  async INSERT(table) {
    const name = sql.table(table)
    const { rows } = await asPlatform(bench.db, (trx) => sql<{ row: unknown }>`select to_jsonb(t) as row from ${name} t limit 1`.execute(trx))
    if (rows.length === 0) throw new Error(`There is no row in ${table} to try with.`)
    const copy = JSON.stringify(rows[0]?.row)
    const insert = sql`insert into ${name} overriding user value select * from jsonb_populate_record(null::${name}, ${copy}::jsonb)`
    return /row-level security/.test(await asStranger((trx) => rowsOf(trx, insert))) ? 'refused' : 'taken, or refused for something else'
  },
}

test('every policy is needed: without it a stranger reaches what it holds back', async () => {
  const all = await policies()
  expect(all.length).toBeGreaterThan(40)
  const needless: string[] = []
  for (const { table, policy, command } of all) {
    const before = await REACH[command](table)
    const everything = command === 'INSERT' ? sql`with check (true)` : command === 'UPDATE' ? sql`using (true) with check (true)` : sql`using (true)`
    const { rows } = await sql<{
      qual: string | null
      check: string | null
    }>`select qual, with_check as check from pg_policies where tablename = ${table} and policyname = ${policy}`.execute(bench.db)
    await sql`alter policy ${sql.ref(policy)} on ${sql.table(table)} ${everything}`.execute(bench.db)
    const without = await REACH[command](table)
    const [using, check] = [rows[0]?.qual, rows[0]?.check].map((text, at) => (text ? `${at === 0 ? 'using' : 'with check'} (${text})` : ''))
    await sql.raw(`alter policy ${policy} on ${table} ${using} ${check}`).execute(bench.db)
    expect(await REACH[command](table), `${policy} is back`).toBe(before)
    if (without === before) needless.push(`${policy}: ${before} with it and without`)
  }
  expect(needless).toEqual([])
})

test('a thousand transactions, in turn and at once, on one connection, never see another’s municipality', async () => {
  const mixed = Array.from({ length: 1000 }, (_, at) => {
    const slug = at % 2 === 0 ? 'north' : 'south'
    return inMunicipality(bench.db, slug, async (trx) => {
      const { rows } = await sql<{ municipality: string }>`select distinct municipality from schools`.execute(trx)
      if (at % 7 === 0) throw new Undone()
      return rows.every(({ municipality }) => municipality === slug) && rows.length === 1
    }).catch((error: unknown) => error instanceof Undone)
  })
  expect((await Promise.all(mixed)).filter((isOwn) => !isOwn)).toEqual([])
  const left = await sql<{ municipality: string | null }>`select current_setting('app.municipality', true) as municipality`.execute(bench.db)
  expect(left.rows[0]?.municipality ?? '').toBe('')
})
