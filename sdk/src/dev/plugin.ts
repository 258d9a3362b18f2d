import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MountedManifest } from '@digione/contracts'
import type { Plugin } from 'vite'
import { sharesOf } from '../vite/shares.ts'
import { CONTAINER, containerSource } from './container.ts'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Scripts of this SDK for the page, built beside. */
const PAGE_SCRIPTS = new Map(['hot-app.js', 'client.js'].map((name) => [`@digione/${name}`, join(HERE, 'page', name)]))

/** First of all scripts of a page: it readies React for edited components before the shell brings React, and shows what is told. */
export const FIRST = '@digione/first.js'

const firstSource = (usesReact: boolean, facts: object) => `
${
  usesReact
    ? `import { injectIntoGlobalHook } from '/@react-refresh'
injectIntoGlobalHook(window)
window.$RefreshReg$ = () => {}
window.$RefreshSig$ = () => (type) => type`
    : ''
}
import { startClient } from '@digione/client.js'
startClient(import.meta.hot, ${JSON.stringify(facts)})
`

/**
 * Serves the container and the scripts of the page.
 *
 * @param manifest As it stands when the container is asked for.
 * @param say Hears of each file that is shown anew.
 */
export function pageScripts(manifest: () => MountedManifest, facts: object, say: (text: string) => void): Plugin {
  let root = ''
  let usesReact = false
  // React for production has nothing that could exchange a component.
  let doesExchange = true
  return {
    name: 'digione:page-scripts',
    apply: 'serve',
    enforce: 'pre',
    configResolved({ plugins, root: folder, isProduction }) {
      root = folder
      doesExchange = !isProduction
      usesReact = doesExchange && plugins.some(({ name }) => name.startsWith('vite:react'))
    },
    hotUpdate({ file, modules }) {
      if (this.environment.name === 'client' && modules.length > 0) say(`Shown anew: ${relative(root, file).replaceAll('\\', '/')}`)
    },
    resolveId(source) {
      const name = source.replace(/^\//, '').split('?')[0] ?? ''
      return name === CONTAINER || name === FIRST ? `/${name}` : PAGE_SCRIPTS.get(name)
    },
    load(id) {
      if (id === `/${CONTAINER}`) return containerSource({ manifest: manifest(), shares: sharesOf(root), usesReact, doesExchange })
      return id === `/${FIRST}` ? firstSource(usesReact, facts) : null
    },
  }
}
