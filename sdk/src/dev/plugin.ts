import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MountedManifest } from '@digione/contracts'
import type { Plugin } from 'vite'
import type { Share } from '../vite/shares.ts'
import { CONTAINER, containerSource } from './container.ts'
import type { PageFacts } from './page/client.ts'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Scripts of this SDK for the page, built beside. */
const PAGE_SCRIPTS = new Map(['hot-app.js', 'client.js'].map((name) => [`@digione/${name}`, join(HERE, 'page', name)]))

/** First of all scripts of a page: it readies React for edited components before the shell brings React, and shows what is told. */
export const FIRST = '@digione/first.js'

const firstSource = (usesReact: boolean, facts: PageFacts) => `
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

export interface PageScripts {
  /** As it stands when the container is asked for. */
  manifest(): MountedManifest
  /** What the module borrows from the page. */
  readonly shares: readonly Share[]
  readonly facts: PageFacts
  /** Hears of each file that is shown anew. */
  say(text: string): void
}

/** Serves the container and the scripts of the page. */
export function pageScripts({ manifest, shares, facts, say }: PageScripts): Plugin {
  let root = ''
  let usesReact = false
  return {
    name: 'digione:page-scripts',
    apply: 'serve',
    enforce: 'pre',
    configResolved({ plugins, root: folder }) {
      root = folder
      usesReact = plugins.some(({ name }) => name.startsWith('vite:react'))
    },
    hotUpdate({ file, modules }) {
      if (this.environment.name === 'client' && modules.length > 0) say(`Shown anew: ${relative(root, file).replaceAll('\\', '/')}`)
    },
    resolveId(source) {
      const name = source.replace(/^\//, '').split('?')[0] ?? ''
      return name === CONTAINER || name === FIRST ? `/${name}` : PAGE_SCRIPTS.get(name)
    },
    load(id) {
      if (id === `/${CONTAINER}`) return containerSource({ manifest: manifest(), shares, usesReact })
      return id === `/${FIRST}` ? firstSource(usesReact, facts) : null
    },
  }
}
