import { buildAll } from '../start/build.ts'
import { readSettings } from '../start/settings.ts'
import { startStack } from '../start/stack.ts'
import { untilStopped } from '../start/start.ts'
import { welcome } from '../start/welcome.ts'
import { concernsProduct, essentials, needsNewProcess, seeThatItLoads } from './changes.ts'
import { type DevPages, devPages } from './dev-page.ts'
import { watchSources } from './watch.ts'

/** Asks `start.mjs` for a new process, which is told by `--again`. */
const AGAIN = 75

const secondsSince = (before: number) => ((performance.now() - before) / 1000).toFixed(1)

/** `npm run dev`: as `npm start`, with data of its own; what is changed is built, published and shown. */
export async function dev(): Promise<void> {
  const before = performance.now()
  const say = (text: string) => process.stderr.write(`${text}\n`)
  let pages: DevPages | undefined
  const ready = Promise.withResolvers<void>()
  /** Changed and not yet shown: what could not be built waits for what mends it. */
  const waiting = new Set<string>()

  // From the beginning: what is changed while it starts is not overlooked.
  const stopWatching = watchSources(concernsProduct, async (changed) => {
    await ready.promise
    const since = performance.now()
    for (const path of changed) waiting.add(path)
    const paths = [...waiting]
    try {
      await buildAll()
      if (needsNewProcess(paths)) {
        await seeThatItLoads()
        say(`${changed.join(', ')}: the server starts again.`)
        stopWatching()
        pages?.close()
        await stack.stop()
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
    settings: readSettings(process.env, '.data-dev'),
    async prepare() {
      await buildAll()
    },
    complain: say,
    async dress(platform) {
      pages = await devPages(platform)
      return pages.handle
    },
  })
  if (process.argv.includes('--again')) say(`Started again after ${secondsSince(before)} s.`)
  else process.stdout.write(`\n${welcome(stack.origins.shell, stack.people, (performance.now() - before) / 1000, stack.vendorAccount)}`)
  pages?.open()
  ready.resolve()
  await untilStopped()
  stopWatching()
  pages?.close()
  await stack.stop()
}
