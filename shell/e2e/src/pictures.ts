/**
 * Takes the pictures in docs/images anew, of a stack that runs: `E2E_ORIGIN=http://digione.localhost:4400 npm run pictures -w @digione/shell-e2e`.
 *
 * Start the stack with new data of its own (`DIGIONE_DATA`): the pictures show what these people have done there, and nothing besides.
 * `created-module` is taken where the stack has a module `homework` as `digione create homework --yes` makes it (`DIGIONE_MODULES`).
 */
import { chromium, expect } from '@playwright/test'
import type { BrowserContextOptions, Page } from '@playwright/test'
import { join } from 'node:path'
import { logIn, shellOrigin } from './people.ts'
import { askingCard, openService, openUnmarkedLesson, SCHOOL, switchOff } from './journey.ts'
import { card, goTo, heading, mounted } from './shell.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'images')
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const

const executablePath = process.env['CHROMIUM_PATH']
const browser = await chromium.launch({ args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], ...(executablePath ? { executablePath } : {}) })

/** Opens a browser as high as the picture shall be, lets somebody act in it, and takes the picture of what is seen then. */
async function picture(name: string, options: BrowserContextOptions, act: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ timezoneId: 'Europe/Helsinki', locale: 'fi-FI', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await act(page)
  await expect(page.locator('.d1-skeleton')).toHaveCount(0, { timeout: 20_000 })
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
  await context.close()
}
const high = (height: number) => ({ viewport: { width: 1280, height } })

async function mark(page: Page, pupil: RegExp, state: 'late' | 'absent') {
  const row = page.locator('[data-learner]').filter({ hasText: pupil })
  await row.focus()
  await row.press(state === 'late' ? '2' : '3')
  await expect(row).toHaveAttribute('data-mark', state)
}

await picture('landing', high(1000), async (page) => {
  await page.goto(shellOrigin())
  await expect(heading(page)).toBeVisible()
})

await picture('teacher-attendance', high(1000), async (page) => {
  await logIn(page, 'opettaja-espoo')
  await openUnmarkedLesson(page)
  await mark(page, /Karjalainen/, 'late')
  await mark(page, /Salminen\s+Eino/, 'absent')
  await page.locator('[data-action="confirm"]').click()
  await expect(page.locator('[data-saved="saved"]')).toBeVisible()
})

const seeBothChildren = async (page: Page) => {
  await logIn(page, 'huoltaja')
  await expect(askingCard(page)).toBeVisible()
  await expect(card(page, 'timetable')).toHaveCount(2)
}
await picture('guardian-desktop', high(1320), seeBothChildren)
await picture('guardian-phone', PHONE, seeBothChildren)

await picture('timetable-week', { ...high(810), colorScheme: 'dark', locale: 'sv-FI' }, async (page) => {
  await logIn(page, 'larare', { locale: 'sv' })
  await goTo(page, 'timetable')
  await expect(page.locator('.tt-block').first()).toBeVisible()
})

await picture('console-service', high(900), async (page) => {
  await logIn(page, 'paakayttaja-espoo')
  await openService(page, 'attendance')
  await switchOff(page, SCHOOL)
})

await picture('created-module', high(800), async (page) => {
  await logIn(page, 'oppilas-4b')
  await goTo(page, 'homework')
  await mounted(page, 'homework')
    .getByRole('checkbox', { name: /Matematiikka/ })
    .check()
  await expect(page.locator('.toast-text')).toBeVisible()
})

await browser.close()
