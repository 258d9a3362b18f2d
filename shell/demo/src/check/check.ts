import { findNginx } from './nginx.ts'
import { ROOT } from '../start/workspace.ts'
import { createSteps } from './steps.ts'

/** What a busy machine made late is tried once more, and named; "npm run soak" forgives nothing. */
const RETRY = { E2E_RETRIES: '1' } as const

/** `npm test`: brings what is missing, then everything that can be checked. Nothing is skipped. */
export async function check(): Promise<void> {
  const { step, tool, tests, onPostgres, inBrowser, bringPrograms, browsers, finish } = createSteps()
  await bringPrograms()
  await step('nginx is there', async () => {
    await findNginx()
    return { passed: 1, failed: 0 }
  })
  await step(
    'everything builds, and the types hold',
    tool('turbo', ['run', 'build', 'types', '--ui=stream', '--output-logs=errors-only', '--continue', '--no-update-notifier']),
  )
  await step('lint', tool('oxlint', []))
  await step('format', tool('oxfmt', ['--check']))
  await step('boundaries', tool('turbo', ['boundaries', '--no-update-notifier']))
  await step('unit and server tests', () => tests('vitest', ['run'], ROOT, { CHROMIUM_PATH: browsers().light }))
  await step(
    'server tests on PostgreSQL',
    // One file at a time: among them is how soon two instances hear of each other.
    onPostgres((url) => tests('vitest', ['run', 'shell/server', '--maxWorkers=1'], ROOT, { TEST_DATABASE_URL: url })),
  )
  // Those that start products of their own wait for them most of the time: they need no quiet, and none of what the others share.
  await step('in a browser', async () => {
    const [together, apart] = await Promise.all([
      inBrowser(['--project=together'], RETRY),
      inBrowser(['--project=apart', '--output=test-results-apart'], { E2E_ORIGIN: 'http://none.localhost', ...RETRY }),
    ])
    return {
      passed: together.passed + apart.passed,
      failed: together.failed + apart.failed,
      words: [together, apart].flatMap(({ failed, words }) => (failed > 0 && words ? [words] : [])).join('\n\n'),
      measured: [...(together.measured ?? []), ...(apart.measured ?? [])],
    }
  })
  // In one language, and by one person: a database knows none. Alone, and so held to the second that a switch and a log-out may take.
  // In the whole browser, as people have it.
  const once = ['journey', 'session', 'postgres', '--grep', 'told in fi|log-out of huoltaja|while the database is down']
  await step(
    'the journey in a browser, a log-out and an outage, on PostgreSQL',
    onPostgres((url) => inBrowser(['--project=together', ...once], { E2E_DATABASE_URL: url, CHROMIUM_PATH: browsers().whole, ...RETRY })),
  )
  finish()
}
