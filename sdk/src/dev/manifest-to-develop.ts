import type { MountedManifest } from '@digione/contracts'
import { readManifest } from '../vite/manifest.ts'

/** @throws {Error} in a sentence where there is no code of the module's to develop here. */
export function manifestToDevelop(folder: string): MountedManifest {
  const manifest = readManifest(folder)
  if (manifest.isolation === 'link') throw new Error(`${manifest.id} is a link: there is no code to develop. Its tile is there once it is published.`)
  if (manifest.singleSpa)
    throw new Error(`${manifest.id} is built by its own tools, which develop it too. "digione build" wraps it, and "digione check" shows it in the real shell.`)
  return manifest
}
