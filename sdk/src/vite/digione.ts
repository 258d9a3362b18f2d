import type { Plugin } from 'vite'
import { buildFacts } from './build-facts.ts'
import { container } from './container.ts'
import { lentLibraries } from './lent.ts'
import { readMountedManifest } from './manifest.ts'
import { output } from './output.ts'
import { confineStyles } from './styles.ts'

export interface DigioneOptions {
  /** The folder of digione.json and package.json. @default the working directory */
  readonly folder?: string
}

/**
 * Builds a module as the platform takes it: a federation container that exposes `./app`, with hashed names, the shell's
 * libraries left out, and styles that reach the module's own element alone. In development there is no container here:
 * `digione dev` brings the one that it needs.
 */
export function digione({ folder = process.cwd() }: DigioneOptions = {}): Plugin[] {
  const manifest = readMountedManifest(folder)
  return [lentLibraries(folder, 'build'), ...output(manifest, folder), buildFacts(manifest, folder), ...confineStyles(manifest.id), container(manifest, folder)]
}
