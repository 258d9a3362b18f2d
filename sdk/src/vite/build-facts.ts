import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { MountedManifest } from '@digione/contracts'
import type { Plugin } from 'vite'
import { z } from 'zod'
import { appIn, reached } from './container.ts'

/** What a build knows of itself and its files do not tell. Kept beside `dist/`: it is nobody's but the vendor's. */
export const BuildFacts = z.object({
  module: z.string(),
  version: z.string(),
  /** What went into the scripts: from the module's folder, or from within `node_modules`; with the bytes that are left of it. */
  sources: z.array(z.object({ path: z.string(), bytes: z.number() })),
})
export type BuildFacts = z.infer<typeof BuildFacts>

export const BUILD_FACTS = '.digione/build.json'

/** Where a source lies, for people: a package's file by the package, whatever holds it. */
function pathOf(id: string, folder: string): string | null {
  if (id.startsWith('\0') || id.includes('virtual:')) return null
  const plain = id.split('?')[0]?.replaceAll('\\', '/') ?? id
  const at = plain.indexOf('/node_modules/')
  return at === -1 ? relative(folder, plain).replaceAll('\\', '/') : plain.slice(at + 1)
}

/** Writes what the scripts of the build are made of. */
export function buildFacts(manifest: MountedManifest, folder: string): Plugin {
  return {
    name: 'digione:build-facts',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const sources = new Map<string, number>()
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const app = appIn(chunks, manifest)
      const own = app ? reached(app.fileName, chunks, ({ imports, dynamicImports }) => [...imports, ...dynamicImports]) : new Set<string>()
      for (const chunk of chunks.filter(({ fileName }) => own.has(fileName))) {
        for (const [source, { renderedLength }] of Object.entries(chunk.modules)) {
          const path = pathOf(source, folder)
          if (path !== null && renderedLength > 0) sources.set(path, (sources.get(path) ?? 0) + renderedLength)
        }
      }
      const facts: BuildFacts = {
        module: manifest.id,
        version: manifest.version,
        sources: [...sources].map(([path, bytes]) => ({ path, bytes })).toSorted((a, b) => b.bytes - a.bytes),
      }
      await mkdir(join(folder, '.digione'), { recursive: true })
      await writeFile(join(folder, BUILD_FACTS), JSON.stringify(facts, null, 2))
    },
  }
}
