import { DigiOneError } from '@digione/contracts'
import { neededBy, readAssets, readViteManifest } from '../page/shell-build.ts'
import type { BuiltFile } from '../page/shell-build.ts'

/** The mini-host as it was built: what every frame begins with. */
export interface FrameBuild {
  readonly entry: string
  /** All that it needs before it runs, itself first. */
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
  /** What it fetches besides for a release that shares these with the shell. */
  scriptsFor(shared: readonly string[]): readonly string[]
  readonly files: ReadonlyMap<string, BuiltFile>
}

/** Reads the built mini-host. @throws {DigiOneError} CONFIGURATION_INVALID where the folder holds none. */
export async function readFrameBuild(folder: string): Promise<FrameBuild> {
  try {
    const manifest = await readViteManifest(folder)
    const main = manifest['src/mini-host/main.ts']
    if (!main) throw new Error('its manifest names no entry')
    const own = neededBy(manifest, main)
    return {
      entry: `/${main.file}`,
      ...own,
      scriptsFor(shared) {
        const chunks = ['react', 'zustand', 'i18next'].filter((name) => shared.some((one) => one.includes(name)))
        const wanted = chunks.flatMap((name) => manifest[`src/mini-host/shares/${name}.ts`] ?? []).flatMap((chunk) => neededBy(manifest, chunk).scripts)
        return [...new Set(wanted)].filter((path) => !own.scripts.includes(path))
      },
      files: await readAssets(folder),
    }
  } catch (cause) {
    throw new DigiOneError(
      'CONFIGURATION_INVALID',
      'DIGIONE_WEB_DIST',
      `${folder} holds no built frame (${cause instanceof Error ? cause.message : String(cause)})`,
      {
        cause,
      },
    )
  }
}
