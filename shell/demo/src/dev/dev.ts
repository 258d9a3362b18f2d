import { buildAll } from '../start/build.ts'
import { readSettings } from '../start/settings.ts'
import { startStack } from '../start/stack.ts'
import { untilStopped } from '../start/start.ts'
import { welcome } from '../start/welcome.ts'
import { type DevPages, devPages } from './dev-page.ts'
import { watchSources } from './watch.ts'

/** Asks `start.mjs` for a new process: code of the server itself has changed, which only a new one runs. */
const AGAIN = 75
const RUNS_HERE = /^(shell\/(server|identity|demo)|shared\/contracts)\//

/** `npm run dev`: as `npm start`, with data of its own; what is changed is built, published and shown. */
export async function dev(): Promise<void> {
  const before = performance.now()
  const say = (text: string) => process.stderr.write(`${text}\n`)
  let pages: DevPages | undefined
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
  process.stdout.write(`\n${welcome(stack.origins.shell, stack.people, (performance.now() - before) / 1000)}`)

  const stopWatching = watchSources(async (paths) => {
    const since = performance.now()
    try {
      await buildAll()
      if (paths.some((path) => RUNS_HERE.test(path))) {
        say('The server has changed; it starts again.')
        stopWatching()
        await stack.stop()
        process.exit(AGAIN)
      }
      await stack.publishAgain()
      await stack.restartBackends(paths)
      pages?.tell('built', paths.join(' '))
      say(`${paths.join(', ')}: built and shown after ${((performance.now() - since) / 1000).toFixed(1)} s`)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      pages?.tell('failed', words)
      say(words)
    }
  })
  await untilStopped()
  stopWatching()
  pages?.close()
  await stack.stop()
}
