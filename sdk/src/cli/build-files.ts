import { readFile, readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'

export interface BuildFile {
  /** Relative to the build, `/`-separated. */
  readonly path: string
  readonly contents: Uint8Array<ArrayBuffer>
}

/** The files of a build in a stable order. Empty where there is none. Source maps stay at home. */
export async function buildFiles(dist: string): Promise<BuildFile[]> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dist.length + 1)
        .replaceAll(sep, '/'),
    )
  const kept = paths.filter((path) => !path.endsWith('.map') && !path.split('/').some((part) => part.startsWith('.'))).toSorted()
  return Promise.all(kept.map(async (path) => ({ path, contents: new Uint8Array(await readFile(join(dist, path))) })))
}
