import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writePlainModule } from './plain-module.ts'

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
  const read = (name: string) => (existsSync(join(FAULTS, name)) ? readFileSync(join(FAULTS, name), 'utf8') : undefined)
  const [lazy, styles] = [read(`${fault}.lazy.js`), read(`${fault}.css`)]
  writePlainModule(join(folder, faultModule(fault, tier)), manifestOf(fault, tier, version), {
    'app.js': read(`${fault}.js`) ?? '',
    ...(lazy === undefined ? {} : { 'lazy.js': lazy.replaceAll('VERSION', version) }),
    ...(styles === undefined ? {} : { 'style.css': styles }),
  })
}
