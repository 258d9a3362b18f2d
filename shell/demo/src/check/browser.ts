import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'
import { run } from '../start/run.ts'
import { ROOT } from '../start/workspace.ts'
import { canInstall, findProgram, install } from './programs.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const PLACES = ['/Applications/Chromium.app/Contents/MacOS', '/Applications/Google Chrome.app/Contents/MacOS']

const Playwright = z.object({ chromium: z.object({ executablePath: z.custom<() => string>((value) => typeof value === 'function') }) })

function playwrightsOwn(): string | null {
  const playwright: unknown = createRequire(join(ROOT, 'shell', 'e2e', 'package.json'))('@playwright/test')
  const path = Playwright.parse(playwright).chromium.executablePath()
  return existsSync(path) ? path : null
}

const found = () => findProgram(NAMES, []) ?? findProgram(['Chromium', 'Google Chrome'], PLACES) ?? playwrightsOwn()

/** The same engine without what draws windows. Each of the tests opens several, and takes a third less of the processor with it. */
const WITHOUT_WINDOWS = 'chromium-headless-shell'

export interface Browsers {
  /** As people have it. */
  readonly whole: string
  /** For most tests. The whole one where there is no other. */
  readonly light: string
}

async function findWhole(): Promise<string> {
  const there = found()
  if (there) return there
  if (canInstall()) await install('chromium')
  else {
    const { code, output } = await run(join(ROOT, 'node_modules', '.bin', 'playwright'), ['install', 'chromium'], { shell: process.platform === 'win32' })
    if (code !== 0)
      throw new Error(
        `There is no Chromium here, and Playwright could not fetch one. Install Chromium, or name one in CHROMIUM_PATH.\n${output.trim().slice(-2000)}`,
      )
  }
  const installed = found()
  if (!installed) throw new Error('Chromium was installed and still is not found. Name it in CHROMIUM_PATH.')
  return installed
}

/**
 * Chromium to test with: the one that `CHROMIUM_PATH` names, the machine's, Playwright's, and else one that is installed now.
 * @returns Absolute paths.
 * @throws {Error} where there is none and none can be installed.
 */
export async function findBrowsers(): Promise<Browsers> {
  const named = process.env['CHROMIUM_PATH']
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file.`)
  if (named) return { whole: named, light: named }
  const whole = await findWhole()
  const light = findProgram([WITHOUT_WINDOWS])
  // Not every release of Debian has it, and nothing but time depends on it.
  if (!light && canInstall()) await install(WITHOUT_WINDOWS).catch(() => {})
  return { whole, light: light ?? findProgram([WITHOUT_WINDOWS]) ?? whole }
}
