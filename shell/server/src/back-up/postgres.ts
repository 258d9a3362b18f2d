import { DigiOneError } from '@digione/contracts'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { APP_ROLE } from '../db/policies.ts'
import { ensureRole, openDatabase } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import { type Contents, contentsOf, differences, LOG_INS } from './contents.ts'
import { type FindProgram, programOf, runProgram, targetOf } from './programs.ts'

/** Where a database's tables stand aside while others are restored in their place. */
const ASIDE = 'digione_before_restore'

/** Tables and functions of the public schema that no extension brought. */
const OBJECTS = `select format(case when c.relkind = 'r' then 'table public.%I' else 'view public.%I' end, c.relname) as object
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
      and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  union all select 'function ' || p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`

async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'digione back-up' })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

const objectsOf = async (client: pg.Client) => (await client.query<{ object: string }>(OBJECTS)).rows.map(({ object }) => object)

async function withDatabase<T>(url: string, run: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }) })
  try {
    return await run(db)
  } finally {
    await db.destroy()
  }
}

/** Rows of each table that an archive really holds. */
async function rowsIn(archive: string, path: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  let table: string | null = null
  await runProgram(path, ['--data-only', '--file=-', archive], process.env, (line) => {
    if (table === null) {
      table = /^COPY public\.(\w+) \(.*\) FROM stdin;$/.exec(line)?.[1] ?? null
      if (table !== null) rows[table] = 0
    } else if (line === '\\.') table = null
    else rows[table] = (rows[table] ?? 0) + 1
  })
  return rows
}

/**
 * Writes one consistent moment of a PostgreSQL database into a file, servers running or not, and reads it back.
 * @throws {DigiOneError} BACKUP_REFUSED
 */
export async function backUpPostgres(url: string, file: string, find: FindProgram): Promise<Contents> {
  const [dump, restore] = [programOf(find, 'pg_dump'), programOf(find, 'pg_restore')]
  const { target, env } = targetOf(url)
  const { chains } = await withDatabase(url, contentsOf).catch((cause: unknown) => {
    throw new DigiOneError('BACKUP_REFUSED', 'There is no DigiOne to be read in the database', 'See the cause, and that DATABASE_URL names the right one', {
      cause,
    })
  })
  return withClient(url, async (client) => {
    // Counted and dumped in one snapshot, so that the two can be compared while people work.
    await client.query('begin isolation level repeatable read read only')
    const { rows: exported } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    await client.query(`select set_config('role', '${APP_ROLE}', true), set_config('app.platform', 'on', true)`)
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' order by 1`,
    )
    const rows: Record<string, number> = {}
    for (const { name } of tables.rows) {
      const counted = await client.query<{ rows: string }>(`select count(*) as rows from ${client.escapeIdentifier(name)}`)
      rows[name] = LOG_INS.some((table) => table === name) ? 0 : Number(counted.rows[0]?.rows)
    }
    // Row-level security holds for the owner too, and would leave everything out: the dump reads as the platform does.
    await runProgram(
      dump,
      [
        '--format=custom',
        '--no-owner',
        '--enable-row-security',
        `--snapshot=${exported[0]?.snapshot}`,
        ...LOG_INS.map((table) => `--exclude-table-data=${table}`),
        `--file=${file}`,
        `--dbname=${target}`,
      ],
      { ...env, PGOPTIONS: '-c app.platform=on' },
    )
    await client.query('rollback')
    const held = { ...Object.fromEntries(LOG_INS.map((table) => [table, 0])), ...(await rowsIn(file, restore)) }
    const wrong = differences(rows, Object.fromEntries(Object.entries(held).filter(([table]) => !table.startsWith('kysely'))))
    if (wrong.length > 0)
      throw new DigiOneError(
        'BACKUP_REFUSED',
        `The back-up does not hold what the database does: ${wrong.join('; ')}`,
        `Let the user of DATABASE_URL be a member of ${APP_ROLE} that inherits its rights`,
      )
    return { rows, chains }
  })
}

/**
 * Fills a PostgreSQL database from a back-up, all or nothing.
 * @throws {DigiOneError} BACKUP_REFUSED where the database is not empty, or a server uses it.
 */
export async function restorePostgres(file: string, url: string, find: FindProgram, { replace }: { replace: boolean }): Promise<Contents> {
  const path = programOf(find, 'pg_restore')
  const { target, env } = targetOf(url)
  await withDatabase(url, ensureRole)
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ open: string }>(
      'select count(*) as open from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename is not null',
    )
    if (Number(rows[0]?.open) > 0)
      throw new DigiOneError(
        'BACKUP_REFUSED',
        `${rows[0]?.open} connections to the database are open`,
        'Stop every server and program that uses it, then try it again',
      )
    const { rowCount } = await client.query('select 1 from pg_namespace where nspname = $1', [ASIDE])
    if (rowCount)
      throw new DigiOneError(
        'BACKUP_REFUSED',
        `A restore was interrupted: what the database held before it stands in the schema ${ASIDE}`,
        `Decide which of the two is to stay; then drop the schema ${ASIDE}, or the tables of the schema public`,
      )
    const there = await objectsOf(client)
    if (there.length === 0) return
    if (!replace)
      throw new DigiOneError(
        'BACKUP_REFUSED',
        'The database holds tables already',
        'Name an empty one in DATABASE_URL, or give --replace to lose what is there',
      )
    await move(client, there, [`create schema ${ASIDE}`], ASIDE)
  })
  try {
    await runProgram(path, ['--no-owner', '--single-transaction', '--exit-on-error', `--dbname=${target}`, file], env)
  } catch (error) {
    await withClient(url, async (client) => {
      const { rows } = await client
        .query<{ object: string }>(OBJECTS.replaceAll(`'public'`, `'${ASIDE}'`).replaceAll('public.', `${ASIDE}.`))
        .catch(() => ({ rows: [] }))
      if (rows.length > 0)
        await move(
          client,
          rows.map(({ object }) => object),
          [],
          'public',
          [`drop schema ${ASIDE}`],
        )
    })
    throw error
  }
  await withClient(url, (client) => client.query(`drop schema if exists ${ASIDE} cascade`))
  const opened = await openDatabase({ url }, pino({ level: 'silent' }))
  try {
    return await contentsOf(opened.db)
  } finally {
    await opened.close()
  }
}

/** Moves tables and functions into another schema, in one transaction. What stands on them goes along. */
async function move(client: pg.Client, objects: readonly string[], before: readonly string[], schema: string, after: readonly string[] = []): Promise<void> {
  await client.query('begin')
  for (const statement of [...before, ...objects.map((object) => `alter ${object} set schema ${schema}`), ...after]) await client.query(statement)
  await client.query('commit')
}
