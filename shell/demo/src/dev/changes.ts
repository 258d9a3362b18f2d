import { stripVTControlCharacters } from 'node:util'
import { runNode } from '../start/run.ts'
import { Refusal } from '../start/settings.ts'
import { ROOT } from '../start/workspace.ts'

/** Code that this very process and those that it started run, and manifests, which it has read at its start: only a new process knows them. */
const RUNS_HERE = /^(shell\/(server|identity|demo)|shared\/contracts|sdk)\/|^apps\/[^/]+\/digione\.json$/
/**
 * What of the shell is its page's alone. The rest is also in the vault, the frames of modules, the worker and the first script, which
 * are builds in development too.
 */
const IS_PAGES_ALONE = /^shell\/web\/(dev\/|src\/((desktop|failure|frame(?!\/layers)|landing|language|live|navigation|notices|state)\/|[^/]+$))/
/** What the product is not made of. */
const IS_NO_MATTER = /^shell\/(e2e|bench|boundaries)\/|\/(specimen|fixtures?|testing|scripts)\/|\.test\.tsx?$|\.md$/

export const concernsProduct = (path: string): boolean => !IS_NO_MATTER.test(path)
/** Whether a page has the file from its sources, so that a change needs nothing to be built. @param served Modules whose sources are served. */
export const isShownBySources = (path: string, served: readonly { readonly folder: string }[]): boolean =>
  IS_PAGES_ALONE.test(path) || served.some(({ folder }) => path.startsWith(`apps/${folder}/web/`))
export const needsNewProcess = (paths: readonly string[]): boolean => paths.some((path) => RUNS_HERE.test(path))

const ENTRY = new URL('./dev.ts', import.meta.url).href

/**
 * Sees, in a process of its own, whether everything that this process is made of can still be loaded.
 * @throws {Refusal} with Node's own words, which name file and line.
 */
export async function seeThatItLoads(): Promise<void> {
  const { code, output } = await runNode('--input-type=module', ['--eval', `await import(${JSON.stringify(ENTRY)})`], { cwd: ROOT })
  if (code !== 0) throw new Refusal(output)
}

/** Node's own place when it met a mistake. */
const isNoise = /^node:internal[\s\S]*?\n\n|(?<=^\w*Error.*) \{$/gm
/** What the build tool, npm and Node say of themselves. */
const isAboutTools = /^\s*(•|npm |> |cache (miss|hit)|(Tasks|Cached|Time|Failed):|ERROR |at |code: '|\}$|Node\.js v)|command .* exited|^$/

/** The words of a build or of Node without what the tools add to them. The build tool's prefix becomes a heading: paths are relative to it. */
export function essentials(words: string): string {
  let workspace = ''
  const lines = stripVTControlCharacters(words)
    .replaceAll(isNoise, '')
    .split('\n')
    .flatMap((line) => {
      const [prefix = '', name = ''] = /^(\S+):build: ?/.exec(line) ?? []
      const rest = line.slice(prefix.length)
      if (isAboutTools.test(rest)) return []
      const isNew = name !== '' && name !== workspace
      if (isNew) workspace = name
      return isNew ? ['', `${name}:`, rest] : [rest]
    })
  return lines.join('\n').trim()
}
