import { type Kysely, sql, type Transaction } from 'kysely'
import { APP_ROLE } from './policies.ts'
import type { Schema } from './schema.ts'

type Run<T> = (trx: Transaction<Schema>) => Promise<T>

/**
 * Runs in a transaction as the application's role, for exactly one municipality, person or the platform.
 *
 * Never use the outer `db` inside of `run`: the embedded database has one connection and would wait for itself.
 */
function scoped<T>(db: Kysely<Schema>, municipality: string, person: string, platform: string, run: Run<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('role', ${APP_ROLE}, true), set_config('app.municipality', ${municipality}, true),
      set_config('app.person', ${person}, true), set_config('app.platform', ${platform}, true)`.execute(trx)
    return run(trx)
  })
}

/** Sees the rows of one municipality, and what is public. */
export const inMunicipality = <T>(db: Kysely<Schema>, slug: string, run: Run<T>) => scoped(db, slug, '', '', run)

/** Sees one person's own rows and those of their children, across municipalities. */
export const asPerson = <T>(db: Kysely<Schema>, personId: string, run: Run<T>) => scoped(db, '', personId, '', run)

/** Sees everything. For what concerns no single municipality: the registry, imports, the fan-out of events. */
export const asPlatform = <T>(db: Kysely<Schema>, run: Run<T>) => scoped(db, '', '', 'on', run)
