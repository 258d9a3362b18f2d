import type { Release } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

type Binding = { readonly origin: string }

/** Where a municipality's bindings of these modules' APIs lead: its own beat the whole country's. Gives `null` for one that is bound nowhere. */
export async function bindingsIn(
  db: Kysely<Schema>,
  modules: readonly string[],
  municipality: string,
): Promise<(module: string, api: string) => Binding | null> {
  const rows = await inMunicipality(db, municipality, (trx) =>
    trx
      .selectFrom('bindings')
      .select(['module', 'api', 'municipality', 'origin'])
      .where('module', 'in', [...modules])
      .execute(),
  )
  return (module, api) => {
    const bound = rows.filter((one) => one.module === module && one.api === api)
    const row = bound.find((one) => one.municipality === municipality) ?? bound.find((one) => one.municipality === null)
    return row ? { origin: row.origin } : null
  }
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
        statement: row.statement,
        seal: row.seal,
        yanked: row.yanked_at && { at: row.yanked_at.toISOString(), reason: row.yanked_reason ?? '' },
      }
    : null
}

/** Whether there is such a module: what a caller names may be anything. */
export const isPublished = (db: Kysely<Schema>, module: string): Promise<boolean> =>
  asPlatform(db, async (trx) => (await trx.selectFrom('channel_heads').select('module').where('module', '=', module).executeTakeFirst()) !== undefined)

export interface ListedRelease extends Pick<Release, 'id' | 'version' | 'channel' | 'publishedAt' | 'yanked'> {
  readonly sequence: number
  /** Thumbprint of the key that its vendor signed it with. */
  readonly vendorKey: string
  readonly publishedBy: string
  /** Whether its channel gives it. */
  readonly isHead: boolean
}

/** Every release of a module, the newest first. */
export async function releasesOf(db: Kysely<Schema>, module: string): Promise<ListedRelease[]> {
  const rows = await asPlatform(db, (trx) =>
    trx
      .selectFrom('releases')
      .leftJoin('channel_heads', 'channel_heads.release', 'releases.id')
      .select([
        'id',
        'version',
        'releases.channel',
        'published_at',
        'published_by',
        'sequence',
        'seal',
        'yanked_at',
        'yanked_reason',
        'channel_heads.release as head',
      ])
      .where('releases.module', '=', module)
      .orderBy('sequence', 'desc')
      .execute(),
  )
  return rows.map(({ id, version, channel, published_at, published_by, sequence, seal, yanked_at, yanked_reason, head }) => ({
    id,
    version,
    channel,
    publishedAt: published_at.toISOString(),
    publishedBy: published_by,
    sequence,
    vendorKey: seal.vendorKey,
    yanked: yanked_at && { at: yanked_at.toISOString(), reason: yanked_reason ?? '' },
    isHead: head !== null,
  }))
}

/** The number of a module's newest release; 0 where it has none. */
export async function lastSequence(trx: Kysely<Schema>, module: string): Promise<number> {
  const { last } = await trx
    .selectFrom('releases')
    .select(({ fn }) => fn.max('sequence').as('last'))
    .where('module', '=', module)
    .executeTakeFirstOrThrow()
  return last ?? 0
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
