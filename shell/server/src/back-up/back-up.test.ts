import { accessSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { record } from '../audit/store.ts'
import type { Config } from '../config.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { switchOn } from '../entitlements/switches.ts'
import { addVendor } from '../registry/vendors.ts'
import { importRoster } from '../roster/store.ts'
import { keptSecrets } from '../secrets.ts'
import { freshDatabase } from '../testing/bench.ts'
import { sampleRoster, WHO } from '../testing/sample-roster.ts'
import { backUp, restore } from './back-up.ts'
import type { Contents } from './contents.ts'

const log = pino({ level: 'silent' })
const isPostgres = Boolean(process.env['TEST_DATABASE_URL'])
const files = mkdtempSync(join(tmpdir(), 'digione-back-up-'))
const file = join(files, 'first.backup')
const find = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path)) ?? null

/** Every table of a database with its rows and a digest of them, as they are without row-level security; and who may do what to them. */
async function imageOf(db: Kysely<Schema>): Promise<Record<string, string>> {
  const image: Record<string, string> = {}
  const enough = new Error('enough')
  await db
    .transaction()
    .execute(async (trx) => {
      const tables = await sql<{ name: string }>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(
        trx,
      )
      for (const { name } of tables.rows) {
        await sql`alter table ${sql.table(name)} no force row level security`.execute(trx)
        const { rows } = await sql<{ image: string }>`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as image
          from ${sql.table(name)} t`.execute(trx)
        image[name] = rows[0]?.image ?? ''
      }
      throw enough
    })
    .catch((error: unknown) => {
      if (error !== enough) throw error
    })
  const { rows } = await sql<{ kind: string; all: string }>`
    select 'policies' as kind, string_agg(concat_ws(' ', tablename, policyname, roles, cmd, qual, with_check), '|' order by tablename, policyname) as all from pg_policies
    union all select 'forced', string_agg(relname, '|' order by relname) from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity and relrowsecurity
    union all select 'grants', string_agg(concat_ws(' ', table_name, privilege_type), '|' order by table_name, privilege_type)
      from information_schema.role_table_grants where grantee = 'digione_app'
    union all select 'indexes', string_agg(indexdef, '|' order by indexdef) from pg_indexes where schemaname = 'public'`.execute(db)
  for (const { kind, all } of rows) image[kind] = all
  return image
}

type Fresh = Awaited<ReturnType<typeof freshDatabase>>
const made: Fresh[] = []
const fresh = async () => {
  const one = await freshDatabase()
  made.push(one)
  return one.database
}
async function using<T>(database: Config['database'], run: (opened: Database) => Promise<T>): Promise<T> {
  const opened = await openDatabase(database, log)
  try {
    return await run(opened)
  } finally {
    await opened.close()
  }
}

let source: Config['database']
let before: Record<string, string>
let told: Contents
beforeAll(async () => {
  source = await fresh()
  before = await using(source, async ({ db }) => {
    const { keyHash } = await keptSecrets(db)
    await importRoster(db, keyHash, sampleRoster)
    const client = { clientId: 'tasks-backend', secret: 'a secret of thirty-two characters', module: 'tasks', scopes: [] }
    await addVendor(db, keyHash, { id: 'vendor', name: 'Vendor Oy', modules: ['tasks'], clients: [client] })
    for (const municipality of ['north', 'south', null]) await switchOn(db, { module: 'tasks', municipality })
    await asPlatform(db, async (trx) => {
      for (let n = 0; n < 20; n++) await record(trx, 'north', { person: WHO.admin, role: 'municipal-admin' }, 'planted', { n, words: 'Åke\t"\\.\n' })
      await sql`insert into blobs values ('sha384-x', 3, '\\x00ff0a'::bytea)`.execute(trx)
      await sql`insert into feedback values ('DO-1', 'other', ${'one\ntwo\t\\.'}, '/', null, now(), '2026-12-08')`.execute(trx)
      await sql`insert into oidc_entries values ('Session', 'planted', '{}', null, null, now() + interval '1 hour')`.execute(trx)
      await sql`insert into login_sessions (id, person_id, ways) values ('planted', ${WHO.teacher}, '[]')`.execute(trx)
    })
    return imageOf(db)
  })
  told = await backUp({ database: source, file, find })
}, 60_000)
afterAll(async () => {
  for (const { remove } of made) await remove()
  rmSync(files, { recursive: true, force: true })
})

const counted = (image: Record<string, string>) => Object.fromEntries(Object.keys(told.rows).map((table) => [table, Number(image[table]?.split(' ')[0])]))

/** Empty, until the drill restores into it. */
let database: Config['database']

describe('a drill: everything is lost, and the back-up is restored into an empty database', () => {
  let restored: Contents
  beforeAll(async () => {
    database = await fresh()
    restored = await restore({ database, file, find, replace: false })
  })

  test('each row of each table is there again, under the same policies, grants and indexes; log-ins alone are not', async () => {
    const after = await using(database, ({ db }) => imageOf(db))
    const { login_sessions: sessions, oidc_entries: entries, ...rest } = before
    expect([sessions?.split(' ')[0], entries?.split(' ')[0]]).toEqual(['1', '1'])
    expect(after).toEqual({ ...rest, login_sessions: '0 ', oidc_entries: '0 ' })
    // The counts that the commands tell are the true ones.
    expect(restored.rows).toEqual(counted(after))
    expect(restored.rows).toEqual({ ...told.rows, login_sessions: 0, oidc_entries: 0 })
  })

  test('every chain of the audit is whole, goes on, and may still not be changed', async () => {
    expect(restored.chains).toEqual(told.chains)
    expect(restored.chains).toEqual([
      { chain: 'north', entries: 21, brokenAt: null },
      { chain: 'platform', entries: 1, brokenAt: null },
      { chain: 'south', entries: 1, brokenAt: null },
    ])
    await using(database, async ({ db }) => {
      expect(await inMunicipality(db, 'north', (trx) => record(trx, 'north', { person: null, role: 'operator' }, 'after', {}))).toBe(22)
      await expect(sql`update audit set action = 'x'`.execute(db)).rejects.toThrow(/append-only/)
    })
  })

  test('an entry of the audit that was changed is named by the back-up and by the restore', async () => {
    await using(database, async ({ db }) => {
      await sql`alter table audit disable trigger audit_append_only`.execute(db)
      await sql`alter table audit no force row level security`.execute(db)
      await sql`update audit set actor_role = 'nobody' where chain = 'north' and seq = 7`.execute(db)
      await sql`alter table audit force row level security`.execute(db)
      await sql`alter table audit enable trigger audit_append_only`.execute(db)
    })
    const other = join(files, 'changed.backup')
    const north = { chain: 'north', entries: 22, brokenAt: 7 }
    expect((await backUp({ database, file: other, find })).chains).toContainEqual(north)
    expect((await restore({ database, file: other, find, replace: true })).chains).toContainEqual(north)
  }, 60_000)
})

describe('what is refused', () => {
  const refused = (what: RegExp) => ({ code: 'BACKUP_REFUSED', message: expect.stringMatching(what) })

  test('a restore under a running server, and into a database that holds something', async () => {
    await using(database, async () => {
      await expect(restore({ database, file, find, replace: true })).rejects.toMatchObject(
        isPostgres ? refused(/connections to the database are open/) : { code: 'DATABASE_IN_USE' },
      )
    })
    await expect(restore({ database, file, find, replace: false })).rejects.toMatchObject(refused(/already/))
  })

  test('a back-up that breaks off; it leaves the database as it was, and with "replace" a whole one takes its place', async () => {
    const old = await using(database, ({ db }) => imageOf(db))
    expect(counted(old)['audit']).toBe(24)
    const broken = join(files, 'broken.backup')
    const whole = readFileSync(file)
    writeFileSync(broken, whole.subarray(0, Math.floor(whole.length * 0.6)))
    await expect(restore({ database, file: broken, find, replace: true })).rejects.toMatchObject({ code: 'BACKUP_REFUSED' })
    expect(await using(database, ({ db }) => imageOf(db))).toEqual(old)
    expect((await restore({ database, file, find, replace: true })).rows).toEqual({ ...told.rows, login_sessions: 0, oidc_entries: 0 })
  }, 60_000)

  test('a file that is there already, one that is missing, and one that is no back-up', async () => {
    await expect(backUp({ database: source, file, find })).rejects.toMatchObject(refused(/there already/))
    await expect(restore({ database: source, file: join(files, 'none'), find, replace: true })).rejects.toMatchObject(refused(/There is no/))
    const words = join(files, 'words')
    writeFileSync(words, 'Hello')
    await expect(restore({ database: source, file: words, find, replace: true })).rejects.toMatchObject(refused(/no back-up/))
    const foreign = join(files, 'foreign')
    writeFileSync(foreign, isPostgres ? Buffer.from([0x1f, 0x8b, 0, 0, 0]) : 'PGDMP')
    await expect(restore({ database: source, file: foreign, find, replace: true })).rejects.toMatchObject(refused(/back-up of/))
  })

  test('PostgreSQL without its programs, with the way to get them', async () => {
    const database = { url: 'postgres://nobody@127.0.0.1:1/none' }
    await expect(backUp({ database, file: join(files, 'never'), find: () => null })).rejects.toMatchObject(refused(/There is no pg_dump.*postgresql-client/s))
  })

  test('nothing half-written is left, and a back-up is for its owner’s eyes alone', () => {
    expect(readdirSync(files).filter((name) => name.includes('unfinished') || name === 'never')).toEqual([])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(() => accessSync(file)).not.toThrow()
  })
})

if (isPostgres)
  test('a back-up is taken while a server runs and people work', async () => {
    await using(source, async () => {
      const { rows } = await backUp({ database: source, file: join(files, 'used'), find })
      expect(rows).toEqual(told.rows)
    })
  })
else
  test('a back-up of an embedded database that a server uses is refused', async () => {
    await using(source, async () => {
      await expect(backUp({ database: source, file: join(files, 'used'), find })).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    })
  })
