import { buildAll } from './build.ts'
import { readScale } from './scale.ts'
import { readSettings } from './settings.ts'
import { startStack } from './stack.ts'
import { welcome } from './welcome.ts'

/** `npm start`: builds what has changed, starts everything, and stays until it is stopped. */
export async function start(args: readonly string[]): Promise<void> {
  const before = performance.now()
  const settings = readSettings(process.env, '.data')
  const scale = readScale(args, settings)
  const stack = await startStack({
    settings,
    scale,
    async prepare() {
      process.stdout.write('Building what has changed …\n')
      await buildAll()
      process.stdout.write('Starting the platform, the identity providers and the modules …\n')
      if (scale) process.stdout.write(`A roster of ${scale} accounts takes minutes the first time …\n`)
    },
    complain: (text) => process.stderr.write(`${text}\n`),
  })
  process.stdout.write(`\n${welcome(stack.origins.shell, stack.people, (performance.now() - before) / 1000, stack.vendorAccount)}`)
  await untilStopped()
  await stack.stop()
}

const STOP_WITHIN_MS = 3000

/** Resolves at the first Ctrl-C; a second one, or three seconds, ends the process as it is. */
export function untilStopped(): Promise<void> {
  return new Promise((tell) => {
    let stopping = false
    const onSignal = () => {
      if (stopping) process.exit(1)
      stopping = true
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
      tell()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  })
}
