import canonicalize from 'canonicalize'
import type { Manifest } from './manifest.ts'
import { releaseBase } from './release-base.ts'
import type { Release, Seal } from './release.ts'
import type { StartRelease } from './start.ts'

/** What a browser runs or wears, for which an import map can name an integrity. */
export const isCode = (path: string): boolean => /\.(?:js|css)$/.test(path)

/** Everything that a seal covers. Paths are relative to the release's base. */
export interface Sealed extends Omit<Seal, 'signature'> {
  readonly id: string
  readonly manifest: Manifest
  readonly entry: Release['entry']
  /** Integrity of every script and stylesheet by its path. */
  readonly code: Readonly<Record<string, string>>
}

/** The one form that a seal's signature is over. @see RFC 8785 */
export function sealedText({ id, manifest, entry, code, others, sequence, vendorKey }: Sealed): string {
  return canonicalize({ id, manifest, entry, code, others, sequence, vendorKey }) ?? ''
}

/**
 * What the seal of a release has to be over, by what a document carries of it.
 * @param integrity Of every file that the document may run, by its path on the platform's origin.
 */
export function sealedIn({ id, manifest, entry, seal }: StartRelease, integrity: Readonly<Record<string, string>>): Sealed {
  const base = releaseBase(id)
  const own = (path: string) => (path.startsWith(base) ? path.slice(base.length) : path)
  return {
    id,
    manifest,
    entry: entry && { ...entry, container: own(entry.container), scripts: entry.scripts.map(own), styles: entry.styles.map(own) },
    code: Object.fromEntries(
      Object.entries(integrity)
        .filter(([path]) => path.startsWith(base))
        .map(([path, value]) => [own(path), value]),
    ),
    others: seal.others,
    sequence: seal.sequence,
    vendorKey: seal.vendorKey,
  }
}
