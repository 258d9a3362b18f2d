import { Tenant } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
import { notify } from '../db/notifications.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

/** Every municipality, and the platform's own operator, as the shell shows them. Public. */
export async function tenants(db: Kysely<Schema>): Promise<Record<string, Tenant>> {
  const rows = await asPlatform(db, (trx) => trx.selectFrom('municipalities').selectAll().orderBy('slug').execute())
  return Object.fromEntries(rows.map((row) => [row.slug, Tenant.parse(row)]))
}

/** The present version of what is on, by municipality. */
export async function tenantVersions(db: Kysely<Schema>, slugs: readonly string[]): Promise<Record<string, number>> {
  if (slugs.length === 0) return {}
  const rows = await asPlatform(db, (trx) =>
    trx
      .selectFrom('municipalities')
      .select(['slug', 'version'])
      .where('slug', 'in', [...slugs])
      .execute(),
  )
  return Object.fromEntries(rows.map(({ slug, version }) => [slug, version]))
}

/**
 * Counts a change of what is on, and tells every open page of it when the transaction is committed.
 *
 * @param slug `null`: in every municipality.
 * @returns The new version by municipality.
 */
export async function raiseVersion(trx: Kysely<Schema>, slug: string | null): Promise<Record<string, number>> {
  const rows = await trx
    .updateTable('municipalities')
    .set({ version: sql`version + 1` })
    .$if(slug !== null, (query) => query.where('slug', '=', slug))
    .returning(['slug', 'version'])
    .execute()
  for (const { slug: municipality, version } of rows) await notify(trx, { kind: 'entitlements', municipality, version })
  return Object.fromEntries(rows.map((row) => [row.slug, row.version]))
}
