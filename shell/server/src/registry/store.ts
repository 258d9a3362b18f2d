import type { Release } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

/** Where a municipality's binding of one of a module's APIs leads, or `null` where it has none. Its own beats the whole country's. */
export async function binding(db: Kysely<Schema>, module: string, api: string, municipality: string): Promise<{ origin: string } | null> {
  const rows = await inMunicipality(db, municipality, (trx) =>
    trx.selectFrom('bindings').select(['municipality', 'origin']).where('module', '=', module).where('api', '=', api).execute(),
  )
  const row = rows.find((one) => one.municipality === municipality) ?? rows.find((one) => one.municipality === null)
  return row ? { origin: row.origin } : null
}

/** One release as the registry keeps it, or `null`. */
export async function release(db: Kysely<Schema>, id: string): Promise<Release | null> {
  const row = await asPlatform(db, (trx) => trx.selectFrom('releases').selectAll().where('id', '=', id).executeTakeFirst())
  return row
    ? {
        id: row.id,
        module: row.module,
        version: row.version,
        channel: row.channel,
        manifest: row.manifest,
        files: row.files,
        entry: row.entry,
        publishedAt: row.published_at.toISOString(),
        signature: row.signature,
      }
    : null
}

/** Every release of a module, the newest first. */
export async function releasesOf(
  db: Kysely<Schema>,
  module: string,
): Promise<{ id: string; version: string; channel: string; publishedAt: string; isHead: boolean }[]> {
  const rows = await asPlatform(db, (trx) =>
    trx
      .selectFrom('releases')
      .leftJoin('channel_heads', 'channel_heads.release', 'releases.id')
      .select(['id', 'version', 'releases.channel', 'published_at', 'channel_heads.release as head'])
      .where('releases.module', '=', module)
      .orderBy('published_at', 'desc')
      .execute(),
  )
  return rows.map(({ id, version, channel, published_at, head }) => ({ id, version, channel, publishedAt: published_at.toISOString(), isHead: head !== null }))
}

export interface Blob {
  /** Compressed with brotli. */
  readonly brotli: Uint8Array<ArrayBuffer>
  readonly integrity: string
}

/** One file of a release, or `null`. @param hash The twelve digits of the release's identifier. */
export async function blob(db: Kysely<Schema>, module: string, hash: string, path: string): Promise<Blob | null> {
  return asPlatform(db, async (trx) => {
    const row = await trx.selectFrom('releases').select('files').where('id', '=', `${module}@${hash}`).executeTakeFirst()
    const integrity = row?.files.find((file) => file.path === path)?.integrity
    if (integrity === undefined) return null
    const found = await trx.selectFrom('blobs').select('brotli').where('integrity', '=', integrity).executeTakeFirst()
    return found ? { brotli: new Uint8Array(found.brotli), integrity } : null
  })
}
