import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { z } from 'zod'
import type { Bytes } from './budget.ts'

const Chunk = z.object({ file: z.string(), isEntry: z.boolean().optional(), imports: z.array(z.string()).optional(), css: z.array(z.string()).optional() })
const ViteManifest = z.record(z.string(), Chunk)
const Files = z.object({ sync: z.array(z.string()), async: z.array(z.string()) })
const FederationManifest = z.object({
  metaData: z.object({ remoteEntry: z.object({ name: z.string() }) }),
  shared: z.array(z.object({ name: z.string() })),
  exposes: z.array(z.object({ assets: z.object({ js: Files, css: Files }) })),
})

/** Fetched by nobody but developers, and so weighed by itself. */
const TOOLS = 'src/devtools/'

/** As the servers compress what never changes. */
export const brotli = (contents: Buffer) => brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
const weigh = (file: string) => brotli(readFileSync(file))
const sum = (folder: string, files: readonly string[]) => [...new Set(files)].reduce((bytes, file) => bytes + weigh(join(folder, file)), 0)

export const readFederationManifest = (dist: string) => FederationManifest.parse(JSON.parse(readFileSync(join(dist, 'mf-manifest.json'), 'utf8')))

/**
 * Weighs the production build of the shell and of every module, after brotli: the files that the builds themselves name.
 *
 * Not whatever lies in the folders: a build that comes out of the build tool's cache leaves an older one's files there.
 * @param root The repository, built.
 */
export function measureBytes(root: string): Bytes {
  const web = join(root, 'shell', 'web', 'dist')
  const manifest = ViteManifest.parse(JSON.parse(readFileSync(join(web, '.vite', 'manifest.json'), 'utf8')))
  const isTool = ([source]: readonly [string, unknown]) => source.startsWith(TOOLS)
  const tools = Object.entries(manifest)
    .filter(isTool)
    .map(([, chunk]) => chunk)
  const chunks = Object.entries(manifest)
    .filter((entry) => !isTool(entry))
    .map(([, chunk]) => chunk)
  const atStart = new Map<string, z.infer<typeof Chunk>>()
  const walk = (chunk: z.infer<typeof Chunk> | undefined): void => {
    if (!chunk || atStart.has(chunk.file)) return
    atStart.set(chunk.file, chunk)
    for (const name of chunk.imports ?? []) walk(manifest[name])
  }
  walk(chunks.find(({ isEntry }) => isEntry))
  if (atStart.size === 0) throw new Error(`${web} holds no built shell.`)

  const apps = join(root, 'apps')
  const modules = readdirSync(apps).flatMap((name) => {
    const dist = join(apps, name, 'dist')
    // A link has nothing to fetch.
    if (!existsSync(join(dist, 'mf-manifest.json'))) return []
    const { metaData, exposes } = readFederationManifest(dist)
    const assets = exposes.flatMap((exposed) => [exposed.assets.js, exposed.assets.css].flatMap((kind) => [...kind.sync, ...kind.async]))
    return [[name, sum(dist, [metaData.remoteEntry.name, ...assets])] as const]
  })
  return {
    shell: {
      scriptsAtStart: sum(web, [...atStart.keys()]),
      scriptsInAll: sum(
        web,
        chunks.map(({ file }) => file).filter((file) => file.endsWith('.js')),
      ),
      styles: sum(
        web,
        chunks.flatMap(({ css }) => css ?? []),
      ),
      developerTools: sum(
        web,
        tools.flatMap(({ file, css }) => [file, ...(css ?? [])]),
      ),
      boot: weigh(join(web, 'boot.js')),
      vaultFrame: weigh(join(root, 'shell', 'web', 'dist-vault', 'frame.js')),
    },
    modules: Object.fromEntries(modules),
  }
}
