import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import { sharesOf } from './shares.ts'
import type { Share } from './shares.ts'

const PREFIX = '\0digione:lent:'
/** Where a container keeps what it was lent, and the module's code finds it. */
const KEPT = `globalThis[Symbol.for('digione.lent')]`

/**
 * Gives a module the very libraries that the shell lends: a second React could not render into the shell's.
 *
 * The shell hands them to the container's `init`; each library becomes a module that passes on what was handed over. In development
 * so do the packages that Vite bundles ahead, such as a library of hooks.
 */
export function lentLibraries(folder: string, apply: 'build' | 'serve'): Plugin {
  const lent = new Set(sharesOf(folder).map(({ name }) => name))
  const hooks = {
    name: 'digione:lent',
    resolveId: (source: string) => (lent.has(source) ? PREFIX + source : null),
    load: (id: string) => (id.startsWith(PREFIX) ? { code: passOn(folder, id.slice(PREFIX.length)), moduleSideEffects: false } : null),
  } satisfies Rolldown.Plugin
  return {
    ...hooks,
    apply,
    enforce: 'pre',
    config: () => (apply === 'serve' ? { optimizeDeps: { rolldownOptions: { plugins: [hooks] } } } : null),
  }
}

/** The library's names as the module's own copy has them; their values are the shell's. Pure, so that a build has what is used of it. */
function passOn(folder: string, library: string): string {
  const own = createRequire(join(folder, 'package.json'))(library) as object
  const names = Object.keys(own).filter((name) => name !== 'default' && /^[\w$]+$/.test(name))
  return [
    `const lent = ${KEPT}[${JSON.stringify(library)}]`,
    'export default /* @__PURE__ */ (() => lent.default ?? lent)()',
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => lent.${name})()`),
  ].join('\n')
}

/** The majors that a range takes: the least, and the last, which `null` leaves open. A minor release takes nothing away. */
function majorsOf(range: string): readonly [least: number, last: number | null] {
  const [, comparator = '', major] = /^(\^|~|>=|=)?\s*v?(\d+)[^|\s]*$/.exec(range.trim()) ?? []
  if (major === undefined) return [0, null]
  return [Number(major), comparator === '>=' ? null : Number(major)]
}

/**
 * Source of a container's `init`, which takes from the page's share scope what the module is lent.
 *
 * It throws a sentence where the page has a library not at all, or of another major than the module asks for.
 */
export function initSource(module: string, shares: readonly Share[]): string {
  if (shares.length === 0) return 'export function init() {}'
  const asked = Object.fromEntries(shares.map(({ name, range }) => [name, [range, ...majorsOf(range)]]))
  return `
export async function init(scope) {
  const lent = (${KEPT} ??= {})
  for (const [name, [range, least, last]] of Object.entries(${JSON.stringify(asked)})) {
    const offers = scope[name] ?? {}
    const fitting = Object.keys(offers).find((version) => parseInt(version) >= least && parseInt(version) <= (last ?? Infinity))
    if (!fitting) throw new Error(${JSON.stringify(module)} + ' needs ' + name + ' ' + range + ', and the page lends ' + (Object.keys(offers).join(', ') || 'none'))
    const { lib, get, useIn } = offers[fitting]
    useIn?.push(${JSON.stringify(module)})
    lent[name] ??= (lib ?? (await get()))()
  }
}`
}
