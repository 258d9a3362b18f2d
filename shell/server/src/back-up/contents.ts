import { type Kysely, sql } from 'kysely'
import { verifyChain } from '../audit/store.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

/** What a database holds, as far as it can be compared with what a back-up of it holds. */
export interface Contents {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  readonly chains: readonly { readonly chain: string; readonly entries: number; readonly brokenAt: number | null }[]
}

/** Of log-ins nothing is restored: one that was ended after the back-up must not come back to life. */
export const LOG_INS = ['login_sessions', 'oidc_entries'] as const

/** The platform's own tables, in the order of their names. Kysely's own hold only which migrations were done. */
export const TABLES = sql<{ name: string }>`select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' order by relname`

/** Counts every table, and walks every chain of the audit from its start. */
export const contentsOf = (db: Kysely<Schema>): Promise<Contents> =>
  asPlatform(db, async (trx) => {
    const rows: Record<string, number> = {}
    for (const { name } of (await TABLES.execute(trx)).rows) {
      const counted = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(name)}`.execute(trx)
      rows[name] = Number(counted.rows[0]?.rows)
    }
    const chains = []
    for (const { chain } of await trx.selectFrom('audit').select('chain').distinct().orderBy('chain').execute())
      chains.push({ chain, ...(await verifyChain(trx, chain === 'platform' ? null : chain)) })
    return { rows, chains }
  })

/** The tables in which two counts differ, in words. */
export const differences = (wanted: Contents['rows'], found: Contents['rows']): string[] =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    .filter((table) => wanted[table] !== found[table])
    .map((table) => `${table}: ${found[table] ?? 'no table'} instead of ${wanted[table] ?? 'no table'}`)
