import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { federation } from '@module-federation/vite'
import { build } from 'vite'

const FEDERATED = join(import.meta.dirname, '..', 'legacy', 'federated')
/** The shell's, and nobody's else: there is no copy to fall back to. */
const LENT = { singleton: true, import: false, requiredVersion: '^19.0.0' } as const
const NAME = { fi: 'Liitetty', sv: 'Federerad' }
const MANIFEST = {
  id: 'federated',
  version: '1.0.0',
  hostApi: '1.0',
  name: NAME,
  description: NAME,
  icon: 'package',
  vendor: { name: 'Acme Oy', contact: 'tuki@acme.example' },
  roles: ['staff'],
  isolation: 'page',
  paths: { '/': { title: NAME } },
}

/** Builds a module with the federation plugin for Vite, set up by hand, and nothing of the SDK, as `DIGIONE_MODULES` takes it. */
export async function writeFederatedModule(folder: string): Promise<void> {
  const module = join(folder, MANIFEST.id)
  const dist = join(module, 'dist')
  mkdirSync(dist, { recursive: true })
  await build({
    root: FEDERATED,
    configFile: false,
    logLevel: 'warn',
    base: './',
    plugins: [
      federation({
        name: MANIFEST.id,
        filename: 'remoteEntry-[hash].js',
        exposes: { './app': './main.js' },
        manifest: true,
        dts: false,
        shareStrategy: 'loaded-first',
        experiments: { externalRuntime: true },
        shared: { react: LENT, 'react-dom': LENT, 'react-dom/client': LENT },
      }),
    ],
    build: {
      outDir: dist,
      emptyOutDir: true,
      target: 'es2024',
      rolldownOptions: {
        input: join(FEDERATED, 'main.js'),
        output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' },
      },
    },
  })
  // What the plugin tells of its own build is nothing that a browser asks for.
  for (const name of ['.vite', 'mf-stats.json']) rmSync(join(dist, name), { recursive: true, force: true })
  for (const place of [module, dist]) writeFileSync(join(place, 'digione.json'), JSON.stringify(MANIFEST, null, 2))
}
