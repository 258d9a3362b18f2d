import { createHash } from 'node:crypto'
import { DigiOneError, HOST_API, hostApiFits, Manifest, type Release, ReleaseFile } from '@digione/contracts'
import { readFederation } from './federation.ts'
import { reachBeyondModule } from './styles.ts'

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
/** Of a manifest that is no manifest, the first problems say enough. */
const MAX_MANIFEST_REASONS = 5

/** The type that a path is served as, or `null` where a release may not hold it. */
export const typeOf = (path: string): string | null => FILE_TYPES[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''] ?? null

export type SentFile = { readonly path: string; readonly contents: Uint8Array }
export type HashedFile = ReleaseFile & { readonly contents: Uint8Array }

/** What was sent as digione.json. @throws {DigiOneError} RELEASE_REFUSED where it is none, HOST_API_TOO_NEW */
export function inspectManifest(input: unknown): Manifest {
  const parsed = Manifest.safeParse(input)
  if (!parsed.success) {
    const reasons = parsed.error.issues.slice(0, MAX_MANIFEST_REASONS).map((issue) => `digione.json, ${issue.path.join('.') || 'as a whole'}: ${issue.message}`)
    const id = typeof input === 'object' && input !== null && 'id' in input ? String(input.id).slice(0, 80) : 'a module'
    throw new DigiOneError('RELEASE_REFUSED', id, reasons.join('; '))
  }
  const { id, hostApi } = parsed.data
  if (!hostApiFits(hostApi)) throw new DigiOneError('HOST_API_TOO_NEW', id, hostApi, HOST_API)
  return parsed.data
}

export interface Inspected {
  /** By path, in order. */
  readonly files: readonly HashedFile[]
  readonly entry: Release['entry']
  /** Everything against it. */
  readonly reasons: readonly string[]
}

/** Looks through a build as if nobody had before. @throws {DigiOneError} TOO_LARGE */
export function inspectFiles(manifest: Manifest, sent: readonly SentFile[]): Inspected {
  const reasons: string[] = []
  const seen = new Set<string>()
  const hashed: HashedFile[] = []
  let total = 0
  // Alone in its frame, it reaches nothing but itself.
  const mayReach = manifest.isolation === 'frame' && (manifest.legacy?.includes('global-styles') ?? false)
  for (const { path, contents } of sent) {
    if (contents.byteLength > MAX_FILE_BYTES) throw new DigiOneError('TOO_LARGE', path.slice(0, 200), MAX_FILE_BYTES)
    total += contents.byteLength
    const integrity = `sha384-${createHash('sha384').update(contents).digest('base64')}`
    const file = ReleaseFile.safeParse({ path, integrity, bytes: contents.byteLength })
    if (!file.success) reasons.push(`"${path.slice(0, 200)}" is not a path within a release`)
    else if (typeOf(path) === null) reasons.push(`${path} is of a type that releases may not hold`)
    else if (seen.has(path)) reasons.push(`${path} is there twice`)
    else hashed.push({ ...file.data, contents })
    seen.add(path)
    const reaches = path.endsWith('.css') && !mayReach ? reachBeyondModule(new TextDecoder().decode(contents), manifest.id) : null
    if (reaches) reasons.push(`${path}: ${reaches}`)
  }
  if (sent.length > MAX_FILES) reasons.push(`it has more than ${MAX_FILES} files`)
  if (total > MAX_RELEASE_BYTES) throw new DigiOneError('TOO_LARGE', `The release of ${manifest.id}`, MAX_RELEASE_BYTES)

  const files = hashed.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  if (manifest.isolation === 'link') return { files, entry: null, reasons: sent.length > 0 ? [...reasons, 'a link has no files'] : reasons }
  const federation = hashed.find(({ path }) => path === 'mf-manifest.json')
  const read = federation ? readFederation(new TextDecoder().decode(federation.contents), seen) : 'it has no mf-manifest.json'
  return typeof read === 'string' ? { files, entry: null, reasons: [...reasons, read] } : { files, entry: read.entry, reasons: [...reasons, ...read.reasons] }
}
