import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import type { Browser, BrowserType } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'msedge']
const PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
]
const LACKS_DRIVER = (name: string) =>
  `the gates that need a browser use ${name}, an optional dependency of @digione/sdk that is not installed: npm install --save-dev ${name}, or leave them out with --no-browser`
const LACKS_BROWSER =
  'there is no Chromium or Chrome on this machine: install one (apt-get install chromium, or npx playwright-core install chromium), name one in CHROMIUM_PATH, or leave these gates out with --no-browser'

/** The vendor's own: the one that `CHROMIUM_PATH` names, the machine's, or one that Playwright has fetched. */
export function chromiumPath(playwrights: string, env: NodeJS.ProcessEnv = process.env): string {
  const named = env['CHROMIUM_PATH']
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file`)
  const endings = process.platform === 'win32' ? ['.exe'] : ['']
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.flatMap((name) => endings.map((ending) => join(folder, name + ending))))
  const found = named || [...onPath, ...PLACES, playwrights].find((path) => existsSync(path))
  if (!found) throw new Error(LACKS_BROWSER)
  return found
}

/** @throws {Error} in a sentence where the driver or the browser is not there. */
export async function launchChromium(): Promise<Browser> {
  const driver = await import('playwright-core').then(
    ({ chromium }): BrowserType => chromium,
    () => null,
  )
  if (!driver) throw new Error(LACKS_DRIVER('playwright-core'))
  const executablePath = chromiumPath(driver.executablePath())
  // Chromium's sandbox needs a user of its own; in containers everything is root.
  return driver.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/** The source of axe, for a page to evaluate. @throws {Error} in a sentence where it is not installed. */
export function axeSource(): string {
  try {
    return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  } catch {
    throw new Error(LACKS_DRIVER('axe-core'))
  }
}
