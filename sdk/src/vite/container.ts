import { createHash } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MountedManifest } from '@digione/contracts'
import { minify } from 'vite'
import type { Plugin, Rolldown } from 'vite'
import { initSource } from './lent.ts'
import { installedVersion, sharesOf } from './shares.ts'

/**
 * Writes the container and `mf-manifest.json`, the two by which any federation runtime loads the build.
 *
 * The container is of our own making: a module borrows libraries from whoever mounts it and lends none, so it has no use for a
 * federation plugin's runtime, which weighs more than many a module's page.
 */
export function container(manifest: MountedManifest, folder: string): Plugin {
  return {
    name: 'digione:container',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir = 'dist' }, bundle) {
        const files = Object.values(bundle)
        const chunks = files.filter((file) => file.type === 'chunk')
        const app = appIn(chunks, manifest)
        if (!app) throw new Error(`The build has no chunk of ${manifest.entry}. Is "entry" in digione.json right?`)
        const { code } = await minify('container.js', containerSource(manifest.id, app.fileName, folder), { module: true })
        const fileName = `remoteEntry-${createHash('sha256').update(code).digest('base64url').slice(0, 8)}.js`
        const sync = reached(app.fileName, chunks, ({ imports }) => imports)
        const all = reached(app.fileName, chunks, ({ imports, dynamicImports }) => [...imports, ...dynamicImports])
        const styles = files.flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [file.fileName] : []))
        const assets = { js: { async: [...all].filter((name) => !sync.has(name)), sync: [...sync] }, css: { async: [], sync: styles } }
        await writeFile(join(dir, fileName), code)
        await writeFile(join(dir, 'mf-manifest.json'), JSON.stringify(federationManifest(manifest, folder, fileName, assets)))
        await rm(join(dir, '.vite'), { recursive: true, force: true })
        await refusePlainNames(dir)
      },
    },
  }
}

export const appIn = (chunks: readonly Rolldown.OutputChunk[], { entry }: MountedManifest) => chunks.find((chunk) => chunk.facadeModuleId?.endsWith(entry))

/** The files that a chunk leads to, itself first. @param next Those that it leads to at once. */
export function reached(from: string, chunks: readonly Rolldown.OutputChunk[], next: (chunk: Rolldown.OutputChunk) => readonly string[]): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set<string>()
  const visit = (name: string) => {
    const chunk = byName.get(name)
    if (!chunk || found.has(name)) return
    found.add(name)
    next(chunk).forEach(visit)
  }
  visit(from)
  return found
}

const containerSource = (module: string, app: string, folder: string) => `
${initSource(module, sharesOf(folder))}
export async function get(name) {
  if (name !== './app') throw new Error(${JSON.stringify(`${module} exposes ./app and no `)} + name)
  const app = await import(${JSON.stringify(`./${app}`)})
  return () => app
}`

interface Assets {
  readonly js: { readonly async: readonly string[]; readonly sync: readonly string[] }
  readonly css: { readonly async: readonly string[]; readonly sync: readonly string[] }
}

function federationManifest({ id, version }: MountedManifest, folder: string, remoteEntry: string, assets: Assets) {
  // With the version: two cities' releases of one module stand on one page.
  const name = `${id}_${version}`.replaceAll(/[^a-zA-Z0-9]/g, '_')
  const none: Assets = { js: { async: [], sync: [] }, css: { async: [], sync: [] } }
  return {
    id: name,
    name,
    metaData: {
      name,
      type: 'app',
      buildInfo: { buildVersion: version, buildName: name },
      remoteEntry: { name: remoteEntry, path: '', type: 'module' },
      types: { path: '', name: '' },
      globalName: name,
      publicPath: 'auto',
    },
    shared: sharesOf(folder).map((share) => ({
      id: `${name}:${share.name}`,
      name: share.name,
      version: installedVersion(folder, share.package),
      singleton: true,
      requiredVersion: share.range,
      assets: none,
    })),
    remotes: [],
    exposes: [{ id: `${name}:app`, name: 'app', assets, path: './app' }],
  }
}

/** Names without a hash cannot be served as immutable. */
async function refusePlainNames(dir: string) {
  const plain = (await readdir(dir, { recursive: true })).filter((name) => /\.(?:js|css)$/.test(name) && !/-[\w-]{8}\.(?:js|css)$/.test(name))
  if (plain.length > 0) throw new Error(`These files carry no hash in their names: ${plain.join(', ')}. Leave output names to the preset.`)
}
