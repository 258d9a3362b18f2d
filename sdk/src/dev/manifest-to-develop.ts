import type { MountedManifest } from '@digione/contracts'
import { readManifest } from '../vite/manifest.ts'

/** @throws {Error} in a sentence where the module is a link. */
export function manifestToDevelop(folder: string): MountedManifest {
  const manifest = readManifest(folder)
  if (manifest.isolation === 'link') throw new Error(`${manifest.id} is a link: there is no code to develop. Its tile is there once it is published.`)
  return manifest
}
