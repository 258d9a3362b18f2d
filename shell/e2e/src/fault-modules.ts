import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FAULTS = join(import.meta.dirname, '..', 'faults')

/** The module that has a fault of this name, a file in `faults/`. */
export const faultModule = (fault: string) => `fault-${fault}`

/** Whom the faulty modules are on for: nobody whose pages the other tests measure. */
const ROLES = ['staff']

/** The container as the federation runtime wants it, without any tool's help. */
const CONTAINER = `export const init = async () => {}
export const get = async () => {
  const app = await import('./app.js')
  return () => app
}
`

function manifestOf(fault: string, version: string) {
  // In two languages: what lacks the third is shown in Finnish, and says so.
  const name = { fi: `Vika: ${fault}`, sv: `Fel: ${fault}` }
  return {
    id: faultModule(fault),
    version,
    hostApi: '1.0',
    name,
    description: name,
    icon: 'alert-triangle',
    vendor: { name: 'Viat Oy', contact: 'tuki@viat.example' },
    roles: ROLES,
    isolation: 'page',
    paths: { '/': { title: name } },
    apis: { api: { purpose: name } },
  }
}

/**
 * Writes a built module for each fault, as `DIGIONE_MODULES` takes them.
 * @param version Of all of them. Where a file says `VERSION`, this stands.
 */
export function writeFaultModules(folder: string, version = '1.0.0'): void {
  for (const file of readdirSync(FAULTS).filter((name) => /^[^.]+\.js$/.test(name))) {
    const fault = file.replace(/\.js$/, '')
    const module = join(folder, faultModule(fault))
    const dist = join(module, 'dist')
    const manifest = `${JSON.stringify(manifestOf(fault, version), null, 2)}\n`
    const styles = existsSync(join(FAULTS, `${fault}.css`)) ? ['style.css'] : []
    mkdirSync(dist, { recursive: true })
    writeFileSync(join(module, 'digione.json'), manifest)
    writeFileSync(join(dist, 'digione.json'), manifest)
    writeFileSync(join(dist, 'remoteEntry.js'), CONTAINER)
    cpSync(join(FAULTS, file), join(dist, 'app.js'))
    const lazy = join(FAULTS, `${fault}.lazy.js`)
    if (existsSync(lazy)) writeFileSync(join(dist, 'lazy.js'), readFileSync(lazy, 'utf8').replaceAll('VERSION', version))
    if (styles.length > 0) cpSync(join(FAULTS, `${fault}.css`), join(dist, 'style.css'))
    const exposed = { path: './app', assets: { js: { sync: ['app.js'], async: existsSync(lazy) ? ['lazy.js'] : [] }, css: { sync: styles, async: [] } } }
    writeFileSync(
      join(dist, 'mf-manifest.json'),
      JSON.stringify({ metaData: { remoteEntry: { name: 'remoteEntry.js', path: '' } }, shared: [], exposes: [exposed] }),
    )
  }
}
