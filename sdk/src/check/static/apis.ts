import type { Finding } from '../report.ts'
import { lineAt } from './module-facts.ts'
import type { ModuleFacts } from './module-facts.ts'

/** The beginning of an address on a logical API, as `host.fetch('api:/…')` takes it. */
const ADDRESS = /["'`]([a-z][a-z0-9-]*):\/(?!\/)/g
/** Schemes that addresses may have besides. */
const SCHEMES = new Set(['http', 'https', 'file', 'blob', 'data', 'about', 'mailto', 'tel'])

export function apis({ manifest, sources }: ModuleFacts): Finding[] {
  const declared = Object.keys(manifest.apis)
  const known = declared.length > 0 ? `it declares ${declared.map((name) => `"${name}"`).join(', ')}` : 'it declares none'
  return sources.flatMap(({ path, code }) =>
    [...code.matchAll(ADDRESS)].flatMap(({ 1: name = '', index }) =>
      name in manifest.apis || SCHEMES.has(name)
        ? []
        : [{ text: `it calls the API "${name}", which digione.json does not declare; ${known}`, file: path, line: lineAt(code, index) }],
    ),
  )
}
