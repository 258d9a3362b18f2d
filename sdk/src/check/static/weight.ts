import { brotliCompressSync } from 'node:zlib'
import type { Finding } from '../report.ts'
import type { ModuleFacts } from './module-facts.ts'

/** What a module's page may weigh, as the network carries it. */
export const MAX_BYTES = 200_000
/** What a page may ask for before it shows: the container, the code, the styles. */
export const MAX_FILES = 3
const SHOWN = 6

export interface Weight {
  readonly files: number
  readonly bytes: number
}

export function weigh({ files }: ModuleFacts): Weight {
  const counted = files.filter(({ path }) => /\.(?:js|css)$/.test(path))
  return { files: counted.length, bytes: counted.reduce((sum, { contents }) => sum + brotliCompressSync(contents).byteLength, 0) }
}

/** The package that a source belongs to, or the source itself. */
const partOf = (path: string) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path

/** What fills the scripts, the most first, as shares of what is left of the sources before they are compressed. */
export function fillings({ build }: ModuleFacts): { readonly part: string; readonly share: number }[] {
  const parts = new Map<string, number>()
  for (const { path, bytes } of build?.sources ?? []) parts.set(partOf(path), (parts.get(partOf(path)) ?? 0) + bytes)
  const all = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0)
  return [...parts].map(([part, bytes]) => ({ part, share: bytes / all })).toSorted((a, b) => b.share - a.share)
}

export const fillingsText = (module: ModuleFacts) =>
  fillings(module)
    .slice(0, SHOWN)
    .map(({ part, share }) => `${part} ${Math.round(share * 100)} %`)
    .join(', ')

export function weight(module: ModuleFacts): Finding[] {
  const { bytes } = weigh(module)
  if (bytes <= MAX_BYTES) return []
  const filled = fillingsText(module)
  return [{ text: `the build weighs ${bytes} bytes compressed, and ${MAX_BYTES} is the most${filled ? `; it is filled by ${filled}` : ''}`, file: 'dist' }]
}
