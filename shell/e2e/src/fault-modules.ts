import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FAULTS = join(import.meta.dirname, '..', 'faults')

/** `opened`: a frame whose policy is opened for everything that a wrapped application can have. */
type Tier = 'page' | 'frame' | 'opened'
const PREFIXES: Readonly<Record<Tier, string>> = { page: 'fault', frame: 'framed', opened: 'opened' }

/** The module that has a fault of this name, a file in `faults/`. In a frame it is one of its own, with the same code. */
export const faultModule = (fault: string, tier: Tier = 'page') => `${PREFIXES[tier]}-${fault}`

/** Faults that are tried in a frame as well. */
const FRAMED = [
  'throws-in-mount',
  'mount-hangs',
  'throws-later',
  'asks-later',
  'traps-focus',
  'takes-focus',
  'grabs-focus',
  'calls-without-end',
  'hangs-later',
  'goes-away',
  'attacks',
]
/** Faults that are tried in an opened one, too. */
const OPENED = ['attacks']

/** Whom the faulty modules are on for: nobody whose pages the other tests measure. */
const ROLES = ['staff']

/** It says that it is a wrapped application, which anybody can say who builds a container. */
const OPENED_FOR = { singleSpa: { entry: 'app.js', format: 'esm' }, legacy: ['inline-styles', 'eval', 'html-sinks', 'global-styles'] }

/** The container as the federation runtime wants it, without any tool's help. */
const CONTAINER = `export const init = async () => {}
export const get = async () => {
  const app = await import('./app.js')
  return () => app
}
`

function manifestOf(fault: string, tier: Tier, version: string) {
  // In two languages: what lacks the third is shown in Finnish, and says so.
  const name = { fi: `Vika: ${fault}`, sv: `Fel: ${fault}` }
  return {
    id: faultModule(fault, tier),
    version,
    hostApi: '1.0',
    name,
    description: name,
    icon: 'alert-triangle',
    vendor: { name: 'Viat Oy', contact: 'tuki@viat.example' },
    roles: ROLES,
    isolation: tier === 'page' ? 'page' : 'frame',
    ...(tier === 'opened' ? OPENED_FOR : {}),
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
    writeModule(folder, fault, 'page', version)
    if (FRAMED.includes(fault)) writeModule(folder, fault, 'frame', version)
    if (OPENED.includes(fault)) writeModule(folder, fault, 'opened', version)
  }
}

function writeModule(folder: string, fault: string, tier: Tier, version: string): void {
  const module = join(folder, faultModule(fault, tier))
  const dist = join(module, 'dist')
  const manifest = `${JSON.stringify(manifestOf(fault, tier, version), null, 2)}\n`
  const styles = existsSync(join(FAULTS, `${fault}.css`)) ? ['style.css'] : []
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(module, 'digione.json'), manifest)
  writeFileSync(join(dist, 'digione.json'), manifest)
  writeFileSync(join(dist, 'remoteEntry.js'), CONTAINER)
  cpSync(join(FAULTS, `${fault}.js`), join(dist, 'app.js'))
  const lazy = join(FAULTS, `${fault}.lazy.js`)
  if (existsSync(lazy)) writeFileSync(join(dist, 'lazy.js'), readFileSync(lazy, 'utf8').replaceAll('VERSION', version))
  if (styles.length > 0) cpSync(join(FAULTS, `${fault}.css`), join(dist, 'style.css'))
  const exposed = { path: './app', assets: { js: { sync: ['app.js'], async: existsSync(lazy) ? ['lazy.js'] : [] }, css: { sync: styles, async: [] } } }
  writeFileSync(
    join(dist, 'mf-manifest.json'),
    JSON.stringify({ metaData: { remoteEntry: { name: 'remoteEntry.js', path: '' } }, shared: [], exposes: [exposed] }),
  )
}
