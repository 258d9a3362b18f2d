import { createHash } from 'node:crypto'
import { readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { build } from 'vite'
import type { Plugin, Rolldown } from 'vite'

/**
 * Makes the container one file.
 *
 * The federation plugin spreads it over five, each a round trip of its own, and adds two that only a host needs. Everything
 * that the module's own code does not reach is folded into the container or left out.
 */
export function compactContainer(entry: string): Plugin {
  return {
    name: 'digione:compact',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir = 'dist' }, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const container = chunks.find((chunk) => /^remoteEntry-[^/]+\.js$/.test(chunk.fileName))
        const app = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(entry))
        if (!container || !app) throw new Error(`The build has no chunk of ${entry}. Is "entry" in digione.json right?`)
        const own = reachable(app.fileName, chunks)
        const code = await fold(dir, container.fileName, own)
        const fileName = `remoteEntry-${createHash('sha256').update(code).digest('base64url').slice(0, 8)}.js`
        await rm(join(dir, container.fileName))
        await writeFile(join(dir, fileName), code)
        const dropped = chunks.map((chunk) => chunk.fileName).filter((name) => name !== container.fileName && !own.has(name))
        await Promise.all(dropped.map((name) => rm(join(dir, name), { force: true })))
        await Promise.all(['.vite', 'mf-stats.json'].map((name) => rm(join(dir, name), { recursive: true, force: true })))
        await rewriteManifest(join(dir, 'mf-manifest.json'), container.fileName, fileName, new Set(dropped))
        await refuseLeftovers(dir)
      },
    },
  }
}

/** The files that a chunk loads, at once or later. */
export function reachable(from: string, chunks: readonly Rolldown.OutputChunk[]): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set<string>()
  const visit = (name: string) => {
    const chunk = byName.get(name)
    if (!chunk || found.has(name)) return
    found.add(name)
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next)
  }
  visit(from)
  return found
}

async function fold(dir: string, container: string, own: ReadonlySet<string>): Promise<string> {
  // As the bundler names importers, behind any link.
  const root = await realpath(dir)
  const ownChunks: Plugin = {
    name: 'digione:own-chunks',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer || !source.startsWith('.')) return null
      const target = posix.join(posix.dirname(relative(root, importer).replaceAll(sep, '/')), source)
      return own.has(target) ? { id: join(root, target), external: 'relative' } : null
    },
  }
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [ownChunks],
    build: {
      write: false,
      target: 'es2024',
      lib: { entry: join(root, container), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
  })
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []))
  const [chunk, ...rest] = outputs
  if (chunk?.type !== 'chunk' || rest.length > 0) throw new Error('The container did not become one file.')
  return chunk.code
}

interface FederationManifest {
  metaData: { remoteEntry: { name: string }; ssrRemoteEntry?: unknown }
  exposes: { assets: { js: { sync: string[]; async: string[] } } }[]
}

async function rewriteManifest(file: string, before: string, after: string, dropped: ReadonlySet<string>) {
  const manifest = JSON.parse((await readFile(file, 'utf8')).replaceAll(before, after)) as FederationManifest
  delete manifest.metaData.ssrRemoteEntry
  for (const { assets } of manifest.exposes) {
    assets.js.sync = assets.js.sync.filter((name) => !dropped.has(name))
    assets.js.async = assets.js.async.filter((name) => !dropped.has(name))
  }
  await writeFile(file, JSON.stringify(manifest))
}

/** Names without a hash cannot be served as immutable. */
async function refuseLeftovers(dir: string) {
  const plain = (await readdir(dir, { recursive: true })).filter((name) => /\.(?:js|css)$/.test(name) && !/-[\w-]{8}\.(?:js|css)$/.test(name))
  if (plain.length > 0) throw new Error(`These files carry no hash in their names: ${plain.join(', ')}. Leave output names to the preset.`)
}
