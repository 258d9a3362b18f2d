import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The container as the federation runtime wants it, without any tool's help. */
const CONTAINER = `export const init = async () => {}
export const get = async () => {
  const app = await import('./app.js')
  return () => app
}
`

/** Contents of a module's files; what is left out is not there. */
export interface PlainFiles {
  readonly 'app.js': string
  /** Loaded by the other when it is needed. */
  readonly 'lazy.js'?: string
  readonly 'style.css'?: string
}

/** Writes a module that is built already, as `DIGIONE_MODULES` and `digione publish` take it. */
export function writePlainModule(folder: string, manifest: object, files: PlainFiles): void {
  const dist = join(folder, 'dist')
  const json = `${JSON.stringify(manifest, null, 2)}\n`
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(folder, 'digione.json'), json)
  writeFileSync(join(dist, 'digione.json'), json)
  writeFileSync(join(dist, 'remoteEntry.js'), CONTAINER)
  for (const [name, contents] of Object.entries(files)) writeFileSync(join(dist, name), contents as string)
  const js = { sync: ['app.js'], async: files['lazy.js'] === undefined ? [] : ['lazy.js'] }
  const css = { sync: files['style.css'] === undefined ? [] : ['style.css'], async: [] }
  writeFileSync(
    join(dist, 'mf-manifest.json'),
    JSON.stringify({ metaData: { remoteEntry: { name: 'remoteEntry.js', path: '' } }, shared: [], exposes: [{ path: './app', assets: { js, css } }] }),
  )
}
