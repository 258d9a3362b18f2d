import { Asks } from '@digione/contracts'
import { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import type { Acceptance as AcceptanceRow } from './acceptances.ts'

/** One acceptance as administrators are told of it. */
export const Acceptance = z.object({
  release: z.string(),
  version: z.string(),
  /** `null`: the operator, at set-up. */
  by: z.string().nullable(),
  role: z.string(),
  at: z.iso.datetime(),
  asks: Asks,
})

/** Adds the versions of the releases that were accepted. */
export async function acceptanceTold(trx: Kysely<Schema>, rows: readonly AcceptanceRow[]): Promise<z.infer<typeof Acceptance>[]> {
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map(({ release }) => release))]
  const releases = await trx.selectFrom('releases').select(['id', 'version']).where('id', 'in', ids).execute()
  const versions = new Map(releases.map(({ id, version }) => [id, version]))
  return rows.map((row) => ({
    release: row.release,
    version: versions.get(row.release) ?? '',
    by: row.accepted_name,
    role: row.accepted_role,
    at: row.accepted_at.toISOString(),
    asks: row.asks,
  }))
}
