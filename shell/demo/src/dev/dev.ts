import { join } from 'node:path'
import { buildAll } from '../start/build.ts'
import { readSettings } from '../start/settings.ts'
import { startStack } from '../start/stack.ts'
import { untilStopped } from '../start/start.ts'
import { welcome } from '../start/welcome.ts'
import { findModules, type FoundModule } from '../start/workspace.ts'
import { concernsProduct, essentials, isShownBySources, needsNewProcess, seeThatItLoads } from './changes.ts'
import { type DevPages, devPages } from './dev-page.ts'
import { type HotServer, isServed, startHotServers } from './hot-servers.ts'
import { watchSources } from './watch.ts'

/** Asks `start.mjs` for a new process, which is told by `--again`. */
const AGAIN = 75

const secondsSince = (before: number) => ((performance.now() - before) / 1000).toFixed(1)

/**
 * `npm run dev`: as `npm start`, with data of its own. The sources of the shell and of the modules are served as they are, and what
 * is changed in them takes its place in every open page; what else is changed is built and shown in a new document.
 */
export async function dev(): Promise<void> {
  const before = performance.now()
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const settings = readSettings(process.env, '.data-dev')
  const served = findModules().filter(isServed)
  const releaseOf = ({ folder }: FoundModule) => join(settings.data, 'sources', folder)
  let pages: DevPages | undefined
  let hot: { readonly list: readonly HotServer[]; stop(): Promise<void> } | undefined
  const ready = Promise.withResolvers<void>()
  /** Changed and not yet shown: what could not be built waits for what mends it. */
  const waiting = new Set<string>()

  // From the beginning: what is changed while it starts is not overlooked.
  const stopWatching = watchSources(concernsProduct, async (changed) => {
    await ready.promise
    // What could not be built may be mended by a change of whatever it was built from.
    if (waiting.size === 0 && changed.every((path) => isShownBySources(path, served))) return
    const since = performance.now()
    for (const path of changed) waiting.add(path)
    const paths = [...waiting]
    try {
      await buildAll()
      if (needsNewProcess(paths)) {
        await seeThatItLoads()
        say(`${changed.join(', ')}: the server starts again.`)
        await stopAll()
        process.exit(AGAIN)
      }
      await stack.publishAgain()
      await stack.restartBackends(paths)
      waiting.clear()
      pages?.built()
      say(`${changed.join(', ')}: built and shown after ${secondsSince(since)} s`)
    } catch (error) {
      const words = essentials(error instanceof Error ? error.message : String(error))
      pages?.failed(words)
      say(words)
    }
  })

  const stack = await startStack({
    settings,
    async prepare() {
      await buildAll()
      hot = await startHotServers(served, releaseOf, say)
    },
    published: (module) => (served.some(({ folder }) => folder === module.folder) ? releaseOf(module) : module.path),
    complain: say,
    async dress(platform) {
      pages = await devPages(platform, hot?.list ?? [])
      return pages
    },
  })
  if (process.argv.includes('--again')) say(`Started again after ${secondsSince(before)} s.`)
  else process.stdout.write(`\n${welcome(stack.origins.shell, stack.people, (performance.now() - before) / 1000, stack.vendorAccount)}`)
  pages?.open()
  ready.resolve()
  await untilStopped()
  await stopAll()

  async function stopAll() {
    stopWatching()
    pages?.close()
    await Promise.all([hot?.stop(), stack.stop()])
  }
}
