import { federation } from '@module-federation/vite'
import type { Plugin } from 'vite'
import { readPageManifest } from './manifest.ts'
import { output } from './output.ts'
import { sharesOf } from './shares.ts'
import { compactContainer } from './compact.ts'
import { confineStyles } from './styles.ts'
import { wholeShares } from './whole-shares.ts'

export interface DigioneOptions {
  /** The folder of digione.json and package.json. @default the working directory */
  readonly folder?: string
  /** The port of `vite dev`. Fixed, so that the shell finds it. @default 5174 */
  readonly port?: number
}

/**
 * Builds a module as the platform takes it: a federation container that exposes `./app`, with hashed names, the shell's
 * libraries left out, and styles that reach the module's own element alone.
 */
export function digione({ folder = process.cwd(), port = 5174 }: DigioneOptions = {}): Plugin[] {
  const manifest = readPageManifest(folder)
  const shares = sharesOf(folder)
  const container: Plugin[] = federation({
    // With the version: two cities' releases of one module stand on one page.
    name: `${manifest.id}_${manifest.version}`.replaceAll(/[^a-zA-Z0-9]/g, '_'),
    filename: 'remoteEntry-[hash].js',
    exposes: { './app': `./${manifest.entry}` },
    manifest: true,
    shared: shares,
    shareStrategy: 'loaded-first',
    dts: false,
    dev: { remoteHmr: false },
    experiments: { externalRuntime: true },
  })
  return [
    wholeShares(folder, manifest.entry, Object.keys(shares)),
    ...output(manifest, folder, port),
    ...confineStyles(manifest.id),
    ...container,
    compactContainer(manifest.entry),
  ]
}
