import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from '@playwright/test'
import { openCollector } from '../src/egress.ts'
import type { Collector } from '../src/egress.ts'
import { faultModule } from '../src/fault-modules.ts'
import { logIn, sessionOrigin, shellOrigin } from '../src/people.ts'
import { expect, test } from '../src/test.ts'

// A hostile module tries the same in both tiers. What came of each attempt stands in docs/results/attacks.md; `UPDATE_ATTACKS=1` writes it anew.

const TABLE = join(import.meta.dirname, '../../../docs/results/attacks.md')
/** An attempt that leaves does so as soon as the module is there, which takes a third of this. */
const LEAVES_WITHIN_MS = 2500
/** How many of the attempts in the shell's realm succeed at least, whatever the browser: else they would say nothing of a frame. */
const SUCCEED = 20
const TIERS = ['page', 'frame', 'opened'] as const
type Tier = (typeof TIERS)[number]

/** Attempts that may take the page along: each is made by itself. */
const LEAVING = [
  'leaves for another site',
  'takes the whole window to another site',
  'has itself refreshed to another site',
  'opens a window',
  'follows a link of its own with a ping',
  'follows a link to another site',
  'fills the history with places of its own',
  'submits a form',
]

/**
 * What no policy closes: an address behind `#` is a frame's own to change, and each change is a step of the window's history. The module
 * is ended for it, and Chromium says of its back button that it passes over steps nobody asked for, which no test can press.
 */
const OPEN = ['fills the history with places of its own']
/** And what a frame was opened for: it runs texts as code, within the same walls. */
const OPENED = ['evaluates a text', 'makes a function of a text', 'runs a text by a timer']

/** Harm that shows in the shell, not in the module. */
const HARM: Readonly<Record<string, (page: Page) => Promise<boolean>>> = {
  'adds to every object of the shell': (page) => page.evaluate(() => 'attacked' in {}),
  'adds to every array of the shell': (page) => page.evaluate(() => 'attacked' in []),
  'lays itself over the shell': (page) => page.evaluate(() => document.elementFromPoint(100, 20)?.closest('[data-attack]') !== null),
  async 'hears what is typed in the shell'(page) {
    await page.locator('main').focus()
    await page.keyboard.press('q')
    return page.evaluate(() => document.documentElement.dataset['typed'] === 'q')
  },
  'names the window as it likes': async (page) => (await page.title()) === 'Kirjaudu sisään',
  'fills the history': (page) => page.evaluate(() => history.length > 40),
  'forges messages to the shell, the vault and other frames': async (page) => (await page.locator('.person-button').count()) === 0,
}

async function moduleFrame(page: Page, tier: Tier): Promise<Frame> {
  if (tier === 'page') return page.mainFrame()
  const element = await page.locator(`[data-module="${faultModule('attacks', tier)}"] iframe`).elementHandle()
  const frame = await element?.contentFrame()
  if (!frame) throw new Error('The module stands in a frame')
  return frame
}

function addressOf(tier: Tier, { origin, preconnect, stun, nested }: Collector, only?: string): string {
  const query = new URLSearchParams({
    tier,
    collector: origin,
    preconnect,
    stun,
    nested,
    shell: shellOrigin(),
    session: sessionOrigin(),
    ...(only ? { only } : {}),
  })
  return `/espoo/${faultModule('attacks', tier)}?${query}`
}

/** Waits until an attempt has reached the collector, or had the time for it. */
async function arrives(hit: string, collector: Collector): Promise<void> {
  const until = Date.now() + LEAVES_WITHIN_MS
  while (Date.now() < until && !collector.seen().has(hit)) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Makes every attempt in a tier. @returns Those that got what they were after. */
async function won(page: Page, tier: Tier, collector: Collector): Promise<{ tried: string[]; won: Set<string> }> {
  collector.forget()
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto(addressOf(tier, collector))
  await page.locator(`[data-module="${faultModule('attacks', tier)}"][data-state="ready"]`).waitFor({ state: 'attached', timeout: 45_000 })
  const frame = await moduleFrame(page, tier)
  const results = frame.locator('[data-results="done"]')
  await results.waitFor({ state: 'attached', timeout: 160_000 })
  const got = JSON.parse((await results.textContent()) ?? '{}') as Record<string, string>
  const successes = new Set(Object.entries(got).flatMap(([name, evidence]) => (evidence === '' ? [] : [name])))
  for (const [name, shows] of Object.entries(HARM)) if (await shows(page)) successes.add(name)
  if (dialogs.some((text) => text === `attack ${tier}`)) successes.add('shows a dialog of the browser')
  if (collector.seen().has('connection')) successes.add('opens a connection by preconnect')
  if (collector.seen().has('datagram')) successes.add('sends over WebRTC')
  if (collector.seen().has('nested datagram')) successes.add('sends over WebRTC from a frame of its own')
  for (const name of LEAVING) {
    await page.goto(addressOf(tier, collector, name)).catch(() => {})
    await arrives(`${tier}/${name}`, collector)
    if (name === 'fills the history with places of its own') {
      if (tier !== 'page') await page.locator(`[data-module="${faultModule('attacks', tier)}"][data-state="failed"]`).waitFor({ state: 'attached' })
      // Whoever goes back leaves the module, instead of walking through what it has piled up.
      await page.goBack({ timeout: 3000 }).catch(() => {})
      if (new URL(page.url()).searchParams.get('only')?.startsWith('fills')) successes.add(name)
    }
  }
  for (const hit of collector.seen()) if (hit.startsWith(`${tier}/`)) successes.add(hit.slice(tier.length + 1))
  return { tried: [...Object.keys(got), ...LEAVING], won: successes }
}

test('a hostile module wins nothing in a frame but steps of the history, and in an opened one what that was opened for; what it wins in the shell’s realm is written down', async ({
  person,
  browser,
}) => {
  const browserVersion = browser.version()
  test.setTimeout(480_000)
  // Each with a collector of its own, so that all can be tried at a time and nothing of one counts for the other.
  const [page, frame, opened] = await Promise.all(
    TIERS.map(async (tier) => {
      const collector = await openCollector()
      try {
        const window = await person({ attacked: true })
        await logIn(window, 'koulusihteeri')
        return await won(window, tier, collector)
      } finally {
        collector.close()
      }
    }),
  )
  if (!page || !frame || !opened) throw new Error('All were tried')
  expect(page.tried.length).toBeGreaterThanOrEqual(40)
  expect(frame.tried).toEqual(page.tried)
  expect(opened.tried).toEqual(page.tried)
  const word = (has: boolean) => (has ? '**won**' : 'held')
  const rows = page.tried.map((name) => `| ${name} | ${word(page.won.has(name))} | ${word(frame.won.has(name))} | ${word(opened.won.has(name))} |`)
  const text = `# What a hostile module wins

Written by \`shell/e2e/tests/attacks.spec.ts\` in Chromium ${browserVersion.split('.')[0]}, which fails where a frame wins more, or where other attempts are made. One module, published and switched on like any other, makes the same ${page.tried.length} attempts as a \`page\`, in the shell's realm, in a \`frame\`, and in a frame that is opened for everything that a wrapped application may declare. A server of another origin sees what leaves the browser.

In the shell's realm ${page.won.size} succeed: a \`page\` can act as the user while it is open, which is why its releases are reviewed. In a frame ${frame.won.size === 1 ? 'one does' : `${frame.won.size} do`}: it can add steps to the window's history by changing its own address behind the \`#\`, which no policy closes. The module is ended for it, and Chromium says of its back button that it passes over steps nobody asked for, which no test can press. In an opened frame ${opened.won.size} succeed: it runs texts as code besides, which reaches no further than its other code.

| a hostile module … | page | frame | opened frame |
|---|---|---|---|
${rows.join('\n')}
`
  if (process.env['UPDATE_ATTACKS']) writeFileSync(TABLE, text)
  expect(
    [...frame.won].filter((name) => !OPEN.includes(name)),
    'won in a frame',
  ).toEqual([])
  expect(
    [...opened.won].filter((name) => ![...OPEN, ...OPENED].includes(name)),
    'won in an opened frame',
  ).toEqual([])
  expect(page.won.size).toBeGreaterThanOrEqual(SUCCEED)
  // What an attempt comes to in the shell's realm differs from browser to browser; that each was made does not.
  const namesIn = (table: string) => [...table.matchAll(/^\| (.+?) \| (?:\*\*won\*\*|held)/gm)].map(([, name]) => name)
  expect(namesIn(readFileSync(TABLE, 'utf8'))).toEqual(namesIn(text))
})
