import { parseArgs } from 'node:util'
import { ROOT } from '../start/workspace.ts'
import { Refusal } from '../start/settings.ts'
import { createSteps } from './steps.ts'

const USAGE = `npm run soak                    every fault 20 times, 100 kills, 2,000 streams while servers fall, 200 mounts of everything, every look at every view: hours
npm run soak -- --rounds 2      fewer rounds of the faults
npm run soak -- --kills 10      fewer kills
npm run soak -- --cycles 50     fewer mounts
`
const number = (name: string, value: string): number => {
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1) throw new Refusal(`--${name} has to be a whole number from 1.\n\n${USAGE}`)
  return count
}

/** `npm run soak`: what `npm test` does once or a little, over and over, so that what happens seldom happens. */
export async function soak(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '20' }, kills: { type: 'string', default: '100' }, cycles: { type: 'string', default: '200' } },
  })
  const rounds = number('rounds', values.rounds)
  const kills = number('kills', values.kills)
  const cycles = number('cycles', values.cycles)
  const { step, tool, tests, onPostgres, inBrowser, bringPrograms, finish } = createSteps()
  await bringPrograms()
  await step('everything builds', tool('turbo', ['run', 'build', '--ui=stream', '--output-logs=errors-only', '--no-update-notifier']))
  await step(
    `two servers on one database, ${kills} kills`,
    onPostgres((url) => tests('vitest', ['run', 'shell/server/src/cluster'], ROOT, { TEST_DATABASE_URL: url, SOAK_KILLS: String(kills) })),
  )
  await step('2,000 streams while a server and the database fall', tool('node', ['--import', './shared/loopback/src/index.ts', 'shell/bench/src/live/main.ts']))
  await step('every address fuzzed, 1,000 times each', () => tests('vitest', ['run', 'shell/server/src/fuzz'], ROOT, { FUZZ_RUNS: '1000' }))
  await step(`${cycles} mounts of every page and card`, () => inBrowser(['residue'], { SOAK_CYCLES: String(cycles) }))
  await step('every view and fault in every language, theme and width', () =>
    inBrowser(['accessibility', 'fault-looks', 'conditions', 'templates'], { E2E_THOROUGH: '1' }),
  )
  await step('every gate of "digione check" on every fault, template and app', () => inBrowser(['--project=apart', 'check'], { E2E_THOROUGH: '1' }))
  await step('what is to be seen within a time, within it', () => inBrowser(['--project=together', 'journey', 'session', 'frame'], { E2E_THOROUGH: '1' }))
  for (const file of ['faults', 'loading', 'outage'])
    await step(`${file}, ${rounds} times`, () => inBrowser([file, `--repeat-each=${rounds}`, '--max-failures=0']))
  finish()
}
