import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import { sharesOf } from '../vite/shares.ts'

const PREFIX = '\0digione:lent:'

/**
 * Gives a module that is developed the very libraries that the shell lends, as a build does: a second React could not render
 * into the shell's.
 *
 * The shell hands them to the container, which keeps them under `Symbol.for('digione.lent')`; each library becomes a module that
 * passes on what is kept there. So do the packages that Vite bundles ahead, such as a library of hooks.
 */
export function lentLibraries(folder: string): Plugin {
  const lent = new Set(Object.keys(sharesOf(folder)))
  const hooks = {
    name: 'digione:lent',
    resolveId: (source: string) => (lent.has(source) ? PREFIX + source : null),
    load: (id: string) => (id.startsWith(PREFIX) ? passOn(folder, id.slice(PREFIX.length)) : null),
  } satisfies Rolldown.Plugin
  return {
    ...hooks,
    apply: 'serve',
    enforce: 'pre',
    config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [hooks] } } }),
  }
}

/** The library's names as the module's own copy has them; their values are the shell's. */
function passOn(folder: string, library: string): string {
  const own = createRequire(join(folder, 'package.json'))(library) as object
  const names = Object.keys(own).filter((name) => name !== 'default' && /^[\w$]+$/.test(name))
  return [
    `const lent = globalThis[Symbol.for('digione.lent')]?.[${JSON.stringify(library)}]`,
    `if (!lent) throw new Error(${JSON.stringify(`The platform does not lend ${library}.`)})`,
    'export default lent.default ?? lent',
    `export const { ${names.join(', ')} } = lent`,
  ].join('\n')
}
