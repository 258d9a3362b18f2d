import { mkdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { DigiOneError } from '@digione/contracts'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { lockFolder } from './lock.ts'
import { migrate } from './migrate.ts'
import { listenOnPglite, listenOnPostgres, type Notifications } from './notifications.ts'
import { APP_ROLE } from './policies.ts'
import type { Schema } from './schema.ts'
import { PARSERS, pgTypes } from './types.ts'

export interface Database {
  readonly db: Kysely<Schema>
  /** What transactions told with `notify`, once they were committed, on every instance. */
  readonly notifications: Notifications
  /** How many transactions wait for a connection. */
  waiting(): number
  close(): Promise<void>
}

/**
 * Makes the role that every transaction takes, where this user may, and checks that it can be taken.
 *
 * Outside of the migrations: roles belong to the whole cluster, and two instances may start at once.
 * @throws {DigiOneError} DATABASE_ROLE_MISSING
 */
export async function ensureRole(db: Kysely<Schema>): Promise<void> {
  const found = await sql<{ usable: boolean }>`select pg_has_role(current_user, oid, 'member') as usable from pg_roles where rolname = ${APP_ROLE}`.execute(db)
  if (found.rows[0]?.usable) return
  const may = await sql<{ may: boolean }>`select (rolcreaterole or rolsuper) as may from pg_roles where rolname = current_user`.execute(db)
  if (!may.rows[0]?.may) throw new DigiOneError('DATABASE_ROLE_MISSING', APP_ROLE)
  try {
    // `if not exists` is not there for roles; of two instances that start at once one meets the other's.
    if (!found.rows[0]) await sql.raw(`create role ${APP_ROLE} nologin`).execute(db).catch(onDuplicate)
    await sql.raw(`grant ${APP_ROLE} to current_user`).execute(db)
  } catch (cause) {
    throw new DigiOneError('DATABASE_ROLE_MISSING', APP_ROLE, { cause })
  }
}

function onDuplicate(error: unknown): void {
  const code = (error as { code?: string }).code
  // 42710: it exists. 23505: it was made in the same moment.
  if (code !== '42710' && code !== '23505') throw error
}

/** How long connections are waited for that are to end. */
const CLOSES_WITHIN_MS = 5_000

async function openFolder(folder: string, log: Logger): Promise<Database> {
  mkdirSync(folder, { recursive: true })
  const unlock = await lockFolder(folder)
  try {
    const pglite = new PGlite(folder, { parsers: { ...PARSERS } })
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
    await ensureRole(db)
    await migrate(db)
    const notifications = await listenOnPglite(pglite, log)
    return {
      db,
      notifications,
      waiting: () => 0,
      async close() {
        await notifications.close()
        await db.destroy()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function openUrl(url: string, log: Logger): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10, types: pgTypes, application_name: 'digione' })
  // Without a listener a connection that the server closes ends the process. The pool listens to idle connections alone, so
  // each one has a listener of its own too: one that breaks in the middle of a transaction fails that transaction, no more.
  pool.on('error', (error) => log.warn({ err: error.message }, 'a pooled database connection broke'))
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ err: error.message }, 'a database connection broke while it was used')))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await ensureRole(db)
    await migrate(db)
    const notifications = await listenOnPostgres(url, log)
    return {
      db,
      notifications,
      waiting: () => pool.waitingCount,
      async close() {
        // A connection that broke while it was used may never be given back, and nobody is to wait for it.
        const closed = Promise.all([notifications.close(), db.destroy()]).then(() => true)
        const isClosed = await Promise.race([closed, setTimeout(CLOSES_WITHIN_MS, false, { ref: false })])
        if (!isClosed) log.warn({}, 'the database was left without every connection having ended')
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/**
 * Opens the database, makes its tables and listens for changes.
 *
 * @throws {DigiOneError} DATABASE_IN_USE where another process uses the folder, DATABASE_ROLE_MISSING where municipalities' rows could not be kept apart.
 */
export const openDatabase = (database: Config['database'], log: Logger) => ('url' in database ? openUrl(database.url, log) : openFolder(database.folder, log))
