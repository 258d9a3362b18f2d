import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { DigiOneError, type Published, type ReleaseFile } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
import type { Secrets } from '../config.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { record } from '../audit/store.ts'
import { raiseVersion } from '../tenants/store.ts'
import { type HashedFile, inspectFiles, inspectManifest, type SentFile } from '@digione/inspection'
import { keysOf } from './keys.ts'
import { makeSeal } from './seal.ts'
import { verifyStatement } from './statement.ts'
import { lastSequence } from './store.ts'

const compress = promisify(brotliCompress)

export interface Publication {
  /** Not yet checked. */
  readonly manifest: unknown
  readonly channel: 'stable' | 'preview'
  readonly files: readonly SentFile[]
  /** The vendor's signed statement, a compact JWS. */
  readonly statement: string
  readonly client: string
  readonly vendor: string
  readonly modules: readonly string[]
}

/** Tells every municipality in which a module is on, or could be, that what it gives has changed. */
export async function tellOfModule(trx: Kysely<Schema>, module: string): Promise<void> {
  const affected = await trx
    .selectFrom('rules')
    .select(sql<string | null>`municipality`.as('municipality'))
    .distinct()
    .where('module', '=', module)
    .execute()
  if (affected.some(({ municipality }) => municipality === null)) await raiseVersion(trx, null)
  else for (const { municipality } of affected) await raiseVersion(trx, municipality)
}

/** Outside of a transaction: compressing at the best quality takes a while and holds nobody up here. */
const compressed = (files: readonly HashedFile[]) =>
  Promise.all(
    files.map(async ({ integrity, bytes, contents }) => ({
      integrity,
      bytes,
      brotli: await compress(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes } }),
    })),
  )

/**
 * Takes a release into the registry: inspected, found to be what its vendor signed, addressed by its contents, compressed once
 * and sealed.
 *
 * The newest release of a channel is what the rules that name the channel give. The same contents again are answered as
 * before.
 * @throws {DigiOneError} NOT_ALLOWED for another vendor's module, RELEASE_REFUSED with every reason, HOST_API_TOO_NEW, TOO_LARGE,
 *   RELEASE_EXISTS where the version is there with other contents, RELEASE_YANKED.
 */
export async function publish(db: Kysely<Schema>, secrets: Secrets, publication: Publication): Promise<Published> {
  const { client, channel, vendor } = publication
  const manifest = inspectManifest(publication.manifest)
  const { id: module, version } = manifest
  if (!publication.modules.includes(module)) throw new DigiOneError('NOT_ALLOWED', client, `publish ${module}`)
  const { files, entry, reasons } = inspectFiles(manifest, publication.files)
  const verified = await verifyStatement(publication.statement, await keysOf(db, vendor), { manifest: publication.manifest, channel, files })
  const against = [...reasons, ...('reasons' in verified ? verified.reasons : [])]
  if (against.length > 0 || 'reasons' in verified) throw new DigiOneError('RELEASE_REFUSED', module, against.join('; '))

  const listed: ReleaseFile[] = files.map(({ path, integrity, bytes }) => ({ path, integrity, bytes }))
  const id = `${module}@${createHash('sha256')
    .update(JSON.stringify([manifest, listed]))
    .digest('hex')
    .slice(0, 12)}`
  const bytes = listed.reduce((sum, file) => sum + file.bytes, 0)
  const answer = { release: id, module, version, files: files.length, bytes }

  const before = await asPlatform(db, (trx) =>
    trx.selectFrom('releases').select(['id', 'yanked_reason']).where('module', '=', module).where('version', '=', version).executeTakeFirst(),
  )
  if (before?.id === id && before.yanked_reason !== null) throw new DigiOneError('RELEASE_YANKED', id, before.yanked_reason)
  if (before?.id === id) return { ...answer, created: false }
  if (before) throw new DigiOneError('RELEASE_EXISTS', module, version)

  const { sequence } = verified.statement
  const blobs = await compressed(files)
  const seal = await makeSeal(secrets, { id, manifest, entry, files: listed, sequence, vendorKey: verified.key })
  return asPlatform(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`digione.publish.${module}`}))`.execute(trx)
    const last = await lastSequence(trx, module)
    if (sequence <= last)
      throw new DigiOneError('RELEASE_REFUSED', module, `it is number ${sequence} of its module, and the registry has number ${last} already; sign it anew`)
    for (const blob of blobs) {
      await trx
        .insertInto('blobs')
        .values(blob)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    const added = await trx
      .insertInto('releases')
      .values({
        id,
        module,
        version,
        channel,
        manifest: JSON.stringify(manifest),
        files: JSON.stringify(listed),
        entry: entry && JSON.stringify(entry),
        published_at: new Date(),
        published_by: client,
        sequence,
        statement: publication.statement,
        seal: JSON.stringify(seal),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    // Somebody published the same version in this moment.
    if (!added) throw new DigiOneError('RELEASE_EXISTS', module, version)
    await trx
      .insertInto('channel_heads')
      .values({ module, channel, release: id })
      .onConflict((conflict) => conflict.columns(['module', 'channel']).doUpdateSet({ release: id }))
      .execute()
    await record(trx, null, { person: null, role: 'vendor' }, 'release.published', { release: id, version, channel, client, key: verified.key, sequence })
    await tellOfModule(trx, module)
    return { ...answer, created: true }
  })
}
