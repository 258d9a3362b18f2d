import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { DigiOneError, HOST_API, hostApiFits, Manifest, type Published, ReleaseFile, type Release } from '@digione/contracts'
import { CompactSign, importJWK } from 'jose'
import { type Kysely, sql } from 'kysely'
import type { Secrets } from '../config.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { record } from '../audit/store.ts'
import { raiseVersion } from '../tenants/store.ts'
import { readFederation } from './federation.ts'

const compress = promisify(brotliCompress)

/** Everything that a release may hold, with the type that it is served as. */
export const FILE_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  woff2: 'font/woff2',
  woff: 'font/woff',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  ico: 'image/x-icon',
}
export const MAX_FILE_BYTES = 2 * 1024 * 1024
export const MAX_RELEASE_BYTES = 16 * 1024 * 1024
const MAX_FILES = 500

export interface Publication {
  /** Not yet checked. */
  readonly manifest: unknown
  readonly channel: Release['channel']
  readonly files: readonly { readonly path: string; readonly contents: Uint8Array }[]
  readonly client: string
  readonly modules: readonly string[]
}

interface Checked {
  readonly manifest: Manifest
  readonly files: (ReleaseFile & { readonly contents: Uint8Array })[]
  readonly entry: Release['entry']
}

/** The type that a path is served as, or `null` where a release may not hold it. */
export const typeOf = (path: string): string | null => FILE_TYPES[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''] ?? null

function checkManifest(input: unknown, modules: readonly string[], client: string): Manifest {
  const parsed = Manifest.safeParse(input)
  if (!parsed.success) {
    const reasons = parsed.error.issues.slice(0, 5).map((issue) => `digione.json, ${issue.path.join('.') || 'as a whole'}: ${issue.message}`)
    const id = typeof input === 'object' && input !== null && 'id' in input ? String(input.id).slice(0, 80) : 'a module'
    throw new DigiOneError('RELEASE_REFUSED', id, reasons.join('; '))
  }
  const { id, hostApi } = parsed.data
  if (!modules.includes(id)) throw new DigiOneError('NOT_ALLOWED', client, `publish ${id}`)
  if (!hostApiFits(hostApi)) throw new DigiOneError('HOST_API_TOO_NEW', id, hostApi, HOST_API)
  return parsed.data
}

function checkFiles(manifest: Manifest, files: Publication['files']): Checked {
  const reasons: string[] = []
  const seen = new Set<string>()
  const checked: Checked['files'] = []
  let total = 0
  for (const { path, contents } of files) {
    if (contents.byteLength > MAX_FILE_BYTES) throw new DigiOneError('TOO_LARGE', path.slice(0, 200), MAX_FILE_BYTES)
    total += contents.byteLength
    const integrity = `sha384-${createHash('sha384').update(contents).digest('base64')}`
    const file = ReleaseFile.safeParse({ path, integrity, bytes: contents.byteLength })
    if (!file.success) reasons.push(`"${path.slice(0, 200)}" is not a path within a release`)
    else if (typeOf(path) === null) reasons.push(`${path} is of a type that releases may not hold`)
    else if (seen.has(path)) reasons.push(`${path} is there twice`)
    else checked.push({ ...file.data, contents })
    seen.add(path)
  }
  if (files.length > MAX_FILES) reasons.push(`it has more than ${MAX_FILES} files`)
  if (total > MAX_RELEASE_BYTES) throw new DigiOneError('TOO_LARGE', `The release of ${manifest.id}`, MAX_RELEASE_BYTES)

  let entry: Release['entry'] = null
  if (manifest.isolation === 'page') {
    const federation = checked.find(({ path }) => path === 'mf-manifest.json')
    const read = federation ? readFederation(new TextDecoder().decode(federation.contents), seen) : 'it has no mf-manifest.json'
    if (typeof read === 'string') reasons.push(read)
    else {
      reasons.push(...read.reasons)
      entry = read.entry
    }
  } else if (files.length > 0) reasons.push('a link has no files')
  if (reasons.length > 0) throw new DigiOneError('RELEASE_REFUSED', manifest.id, reasons.join('; '))
  return { manifest, files: checked.toSorted((a, b) => (a.path < b.path ? -1 : 1)), entry }
}

async function sign(secrets: Secrets, payload: unknown): Promise<string> {
  const [key] = secrets.jwks.keys
  if (!key) throw new DigiOneError('CONFIGURATION_INVALID', 'DIGIONE_SECRETS', 'it has no signing key')
  const signer = new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
  return signer.setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'digione-release+jws' }).sign(await importJWK(key, 'ES256'))
}

/**
 * Takes a release into the registry: checked, addressed by its contents, compressed once and signed.
 *
 * The newest release of a channel is what the rules that name the channel give. The same contents again are answered as
 * before.
 * @throws {DigiOneError} NOT_ALLOWED for another vendor's module, RELEASE_REFUSED, HOST_API_TOO_NEW, TOO_LARGE,
 *   RELEASE_EXISTS where the version is there with other contents.
 */
export async function publish(db: Kysely<Schema>, secrets: Secrets, publication: Publication): Promise<Published> {
  const manifest = checkManifest(publication.manifest, publication.modules, publication.client)
  const { files, entry } = checkFiles(manifest, publication.files)
  const listed: ReleaseFile[] = files.map(({ path, integrity, bytes }) => ({ path, integrity, bytes }))
  const contents = JSON.stringify([manifest, listed])
  const id = `${manifest.id}@${createHash('sha256').update(contents).digest('hex').slice(0, 12)}`
  const bytes = listed.reduce((sum, file) => sum + file.bytes, 0)
  const answer = { release: id, module: manifest.id, version: manifest.version, files: files.length, bytes }

  const before = await asPlatform(db, (trx) =>
    trx.selectFrom('releases').select('id').where('module', '=', manifest.id).where('version', '=', manifest.version).executeTakeFirst(),
  )
  if (before?.id === id) return { ...answer, created: false }
  if (before) throw new DigiOneError('RELEASE_EXISTS', manifest.id, manifest.version)

  // Outside of the transaction: compressing at the best quality takes a while and holds nobody up here.
  const blobs = await Promise.all(
    files.map(async ({ integrity, bytes: size, contents: plain }) => ({
      integrity,
      bytes: size,
      brotli: await compress(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: size } }),
    })),
  )
  const signature = await sign(secrets, { id, files: listed, manifest })
  return asPlatform(db, async (trx) => {
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
        module: manifest.id,
        version: manifest.version,
        channel: publication.channel,
        manifest: JSON.stringify(manifest),
        files: JSON.stringify(listed),
        entry: entry && JSON.stringify(entry),
        published_at: new Date(),
        published_by: publication.client,
        signature,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    // Somebody published the same version in this moment.
    if (!added) throw new DigiOneError('RELEASE_EXISTS', manifest.id, manifest.version)
    await trx
      .insertInto('channel_heads')
      .values({ module: manifest.id, channel: publication.channel, release: id })
      .onConflict((conflict) => conflict.columns(['module', 'channel']).doUpdateSet({ release: id }))
      .execute()
    await record(trx, null, { person: null, role: 'vendor' }, 'release.published', {
      release: id,
      version: manifest.version,
      channel: publication.channel,
      client: publication.client,
    })
    const affected = await trx
      .selectFrom('rules')
      .select(sql<string | null>`municipality`.as('municipality'))
      .distinct()
      .where('module', '=', manifest.id)
      .execute()
    if (affected.some(({ municipality }) => municipality === null)) await raiseVersion(trx, null)
    else for (const { municipality } of affected) await raiseVersion(trx, municipality)
    return { ...answer, created: true }
  })
}
