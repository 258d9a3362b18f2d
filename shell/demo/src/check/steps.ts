import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../start/run.ts'
import { ROOT } from '../start/workspace.ts'
import { findBrowsers, type Browsers } from './browser.ts'
import { findPostgres, startPostgres } from './postgres.ts'
import { countOf, failuresIn, measuredIn, secondTriesIn, type Count } from './reports.ts'

const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name)
/** Not at the top of the repository, which is for people. */
const VITEST = join(ROOT, 'shared', 'config', 'vitest.config.ts')
/** What is printed of a step that failed, at most. */
const MAX_WORDS = 20_000

export interface Outcome extends Count {
  readonly words?: string
  readonly measured?: readonly string[]
}

export interface Steps {
  /** Performs one step and prints what came of it. */
  step(name: string, perform: () => Promise<Outcome>): Promise<void>
  tool(name: string, args: readonly string[]): () => Promise<Outcome>
  tests(runner: 'vitest' | 'playwright', args: readonly string[], cwd: string, extra: Record<string, string>): Promise<Outcome>
  /** Runs something with a PostgreSQL of its own. */
  onPostgres(run: (url: string) => Promise<Outcome>): () => Promise<Outcome>
  inBrowser(args: readonly string[], extra?: Record<string, string>): Promise<Outcome>
  browsers(): Browsers
  /** Finds or brings the browser and PostgreSQL. */
  bringPrograms(): Promise<void>
  /** Prints the sum, and ends the process in red where something failed. */
  finish(): void
}

/** Runs steps one after the other, and counts. Nothing is skipped: what cannot run has failed. */
export function createSteps(): Steps {
  const scratch = mkdtempSync(join(tmpdir(), 'digione-test-'))
  const total = { passed: 0, failed: 0 }
  let runs = 0
  const environment = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '' }

  const step = async (name: string, perform: () => Promise<Outcome>): Promise<void> => {
    const before = performance.now()
    const outcome = await perform().catch((error: unknown): Outcome => ({
      passed: 0,
      failed: 1,
      words: error instanceof Error ? error.message : String(error),
    }))
    total.passed += outcome.passed
    total.failed += outcome.failed
    const isGreen = outcome.failed === 0
    const tests = outcome.passed + outcome.failed > 1 ? `${outcome.passed} passed${isGreen ? '' : `, ${outcome.failed} failed`}` : ''
    process.stdout.write(`${isGreen ? '✓' : '✗'} ${name.padEnd(44)} ${((performance.now() - before) / 1000).toFixed(1).padStart(6)} s  ${tests}\n`)
    for (const line of outcome.measured ?? []) process.stdout.write(`    ${line}\n`)
    if (!isGreen && outcome.words) process.stdout.write(`${outcome.words.trim().slice(-MAX_WORDS)}\n\n`)
  }
  const tool = (name: string, args: readonly string[]) => async (): Promise<Outcome> => {
    const { code, output } = await run(bin(name), args, { cwd: ROOT, env: environment, shell: process.platform === 'win32' })
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, words: output }
  }
  /** A red exit always counts, whatever the report says. */
  const tests = async (runner: 'vitest' | 'playwright', args: readonly string[], cwd: string, extra: Record<string, string>): Promise<Outcome> => {
    const report = join(scratch, `${runner}-${++runs}.json`)
    const reporting = runner === 'vitest' ? ['--config', VITEST, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`] : []
    const { code, output } = await run(bin(runner), [...args, ...reporting], { cwd, env: { ...environment, ...extra, PLAYWRIGHT_JSON_OUTPUT_FILE: report } })
    const count = countOf(runner, report) ?? { passed: 0, failed: code === 0 ? 0 : 1 }
    const failed = code !== 0 && count.failed === 0 ? 1 : count.failed
    return {
      passed: count.passed,
      failed: count.passed + failed === 0 ? 1 : failed,
      words: failuresIn(report).join('\n\n') || output,
      measured: [...measuredIn(report), ...secondTriesIn(report)],
    }
  }

  let browsers: Browsers | null = null
  let postgres = ''
  const onPostgres = (run: (url: string) => Promise<Outcome>) => async (): Promise<Outcome> => {
    if (!postgres) throw new Error('There is no PostgreSQL to test on.')
    const database = await startPostgres(postgres)
    try {
      return await run(database.url)
    } finally {
      await database.stop()
    }
  }
  const found = (): Browsers => {
    if (!browsers) throw new Error('There is no browser to test with.')
    return browsers
  }
  const inBrowser = (args: readonly string[], extra: Record<string, string> = {}): Promise<Outcome> => {
    return tests('playwright', ['test', ...args], join(ROOT, 'shell', 'e2e'), { CHROMIUM_PATH: found().light, ...extra })
  }
  return {
    step,
    tool,
    tests,
    onPostgres,
    inBrowser,
    browsers: found,
    async bringPrograms() {
      await step('a browser is there', async () => {
        browsers = await findBrowsers()
        return { passed: 1, failed: 0 }
      })
      await step('PostgreSQL is there', async () => {
        postgres = await findPostgres()
        return { passed: 1, failed: 0 }
      })
    },
    finish() {
      rmSync(scratch, { recursive: true, force: true })
      process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
      if (total.failed > 0) process.exit(1)
    },
  }
}
