import { federation } from '@module-federation/vite'
import type { Plugin } from 'vite'
import { buildFacts } from './build-facts.ts'
import { readMountedManifest } from './manifest.ts'
import { output } from './output.ts'
import { sharesOf } from './shares.ts'
import { compactContainer } from './compact.ts'
import { confineStyles } from './styles.ts'
import { wholeShares } from './whole-shares.ts'

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
  const shares = sharesOf(folder)
  const container = federation({
    // With the version: two cities' releases of one module stand on one page.
    name: `${manifest.id}_${manifest.version}`.replaceAll(/[^a-zA-Z0-9]/g, '_'),
    filename: 'remoteEntry-[hash].js',
    exposes: { './app': `./${manifest.entry}` },
    manifest: true,
    shared: shares,
    shareStrategy: 'loaded-first',
    dts: false,
    experiments: { externalRuntime: true },
  })
  return [
    wholeShares(folder, manifest.entry, Object.keys(shares)),
    ...output(manifest, folder),
    buildFacts(manifest, folder),
    ...confineStyles(manifest.id),
    ...container.map(atBuildOnly),
    compactContainer(manifest.entry),
  ]
}

/** In development the plugin would put its own runtime between the module and the shell's libraries. */
const atBuildOnly = (plugin: Plugin): Plugin => ({
  ...plugin,
  apply: (config, env) => env.command === 'build' && (typeof plugin.apply === 'function' ? plugin.apply(config, env) : plugin.apply !== 'serve'),
})
