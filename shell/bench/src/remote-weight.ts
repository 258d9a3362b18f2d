import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { z } from 'zod'
import type { Budget } from './budget.ts'
import { brotli, readFederationManifest } from './dist-sizes.ts'

const Manifest = z.object({ entry: z.string() })

/**
 * Weighs what makes a remote of a React application: its scripts, less those that Vite alone makes of the same application, which
 * imports its libraries from elsewhere.
 *
 * @param module The module's folder, with its sources.
 * @param dist Its build.
 */
export async function measureRemote(module: string, dist: string): Promise<Budget['remote']> {
  const { metaData, shared, exposes } = readFederationManifest(dist)
  const { js, css } = exposes[0]?.assets ?? { js: { sync: [], async: [] }, css: { sync: [], async: [] } }
  const page = [metaData.remoteEntry.name, ...js.sync, ...css.sync]
  const scripts = [metaData.remoteEntry.name, ...js.sync, ...js.async].reduce((bytes, file) => bytes + brotli(readFileSync(join(dist, file))), 0)
  const { entry } = Manifest.parse(JSON.parse(readFileSync(join(module, 'digione.json'), 'utf8')))
  const plain = await build({
    root: module,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      write: false,
      target: 'es2024',
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: { input: join(module, entry), external: shared.map(({ name }) => name), preserveEntrySignatures: 'strict' },
    },
  })
  const outputs = [plain].flat().flatMap((part) => ('output' in part ? part.output : []))
  const own = outputs.reduce((bytes, file) => bytes + (file.type === 'chunk' ? brotli(Buffer.from(file.code)) : 0), 0)
  if (own === 0) throw new Error(`${module} became no script.`)
  return { ownBytes: scripts - own, files: page.length }
}
