import { join } from 'node:path'
import type { MountedManifest } from '@digione/contracts'
import type { Plugin } from 'vite'

/** Where a build goes and how it is cut: few files, hashed names, no page of its own. */
export function output(manifest: MountedManifest, folder: string): Plugin[] {
  return [
    {
      name: 'digione:output',
      config(config, { command }) {
        return {
          root: folder,
          // Addresses inside a release are relative: the registry decides where it stands.
          base: command === 'build' ? './' : config.base,
          publicDir: false,
          build: {
            outDir: 'dist',
            emptyOutDir: true,
            target: 'es2024',
            // Preloads come from the HTML answer; the helper would be a file more.
            modulePreload: false,
            cssCodeSplit: false,
            sourcemap: false,
            // What is loaded later takes what it shares with the entry from the entry, which stays one file.
            rolldownOptions: { input: join(folder, manifest.entry), preserveEntrySignatures: 'allow-extension' },
          },
        }
      },
    },
    {
      // Vite's helper preloads styles of lazy parts; here one file holds all styles, so a plain import is enough.
      name: 'digione:lazy-parts',
      apply: 'build',
      enforce: 'pre',
      load: { filter: { id: /^\0vite\/preload-helper\.js$/ }, handler: () => 'export const __vitePreload = (load) => load()' },
    },
    {
      name: 'digione:manifest',
      apply: 'build',
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'digione.json', source: JSON.stringify(manifest, null, 2) })
      },
    },
  ]
}
