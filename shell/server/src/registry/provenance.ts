import { Channel, Digest, ReleaseId, ReleaseSource, ReleaseStatement } from '@digione/contracts'
import { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { jsonIn } from './keys.ts'

/** Releases that are told of a module: who looks into where one came from asks of the last ones. */
const TOLD = 20

/** Where a release came from, and by whose word. */
export const Provenance = z.object({
  release: ReleaseId,
  version: z.string(),
  channel: Channel,
  /** Whether its channel gives it. */
  isHead: z.boolean(),
  sequence: z.number().int(),
  publishedAt: z.iso.datetime(),
  vendor: z.string(),
  /** The key that its vendor signed it with. */
  key: z.object({ thumbprint: Digest, addedAt: z.iso.datetime().nullable(), revokedAt: z.iso.datetime().nullable() }),
  /** Version of the SDK that it was built with. */
  sdk: z.string(),
  /** In the vendor's words. */
  source: ReleaseSource.nullable(),
  files: z.number().int(),
  /** Of all its files, uncompressed. */
  bytes: z.number().int(),
  yanked: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
})
export type Provenance = z.infer<typeof Provenance>

/** What a vendor signed. Its signature was checked when the release was taken. */
const signedIn = (jws: string) => ReleaseStatement.parse(jsonIn(Buffer.from(jws.split('.')[1] ?? '', 'base64url')))
const time = (at: Date | null) => at && at.toISOString()

/** Where a module's last releases came from, the newest first. */
export async function provenanceOf(db: Kysely<Schema>, module: string): Promise<Provenance[]> {
  const rows = await asPlatform(db, (trx) =>
    trx
      .selectFrom('releases')
      .leftJoin('channel_heads', 'channel_heads.release', 'releases.id')
      .select(['id', 'version', 'releases.channel', 'manifest', 'files', 'sequence', 'statement', 'seal', 'published_at', 'yanked_at', 'yanked_reason'])
      .select('channel_heads.release as head')
      .where('releases.module', '=', module)
      .orderBy('sequence', 'desc')
      .limit(TOLD)
      .execute(),
  )
  if (rows.length === 0) return []
  const thumbprints = [...new Set(rows.map(({ seal }) => seal.vendorKey))]
  const keys = await asPlatform(db, (trx) =>
    trx.selectFrom('vendor_keys').select(['thumbprint', 'added_at', 'revoked_at']).where('thumbprint', 'in', thumbprints).execute(),
  )
  return rows.map((row) => {
    const { sdk, source } = signedIn(row.statement)
    const key = keys.find(({ thumbprint }) => thumbprint === row.seal.vendorKey)
    return {
      release: row.id,
      version: row.version,
      channel: row.channel,
      isHead: row.head !== null,
      sequence: row.sequence,
      publishedAt: row.published_at.toISOString(),
      vendor: row.manifest.vendor.name,
      key: { thumbprint: row.seal.vendorKey, addedAt: time(key?.added_at ?? null), revokedAt: time(key?.revoked_at ?? null) },
      sdk,
      source: source ?? null,
      files: row.files.length,
      bytes: row.files.reduce((sum, { bytes }) => sum + bytes, 0),
      yanked: row.yanked_at && { at: row.yanked_at.toISOString(), reason: row.yanked_reason ?? '' },
    }
  })
}
