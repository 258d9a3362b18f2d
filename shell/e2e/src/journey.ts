import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { card, goTo, mounted } from './shell.ts'

/** The pupil of the journey: in 4B, whose guardian `huoltaja` has another child in Vantaa. */
export const PUPIL = 'Salminen Eino'
export const SCHOOL = 'Kaarnapolun koulu'

const pupilRow = (page: Page, name: string) => page.locator('[data-learner]').filter({ hasText: name })

/** Opens the first lesson of 4B that nobody has marked, going back through the days where there is none. */
export async function openUnmarkedLesson(page: Page, attendance = 'attendance'): Promise<void> {
  await goTo(page, attendance)
  const unmarked = page.locator('[data-lesson][data-lesson-state="unmarked"]').filter({ hasText: '4B' })
  for (let days = 0; days < 10; days++) {
    await expect(page.locator('[data-lesson]').first()).toBeVisible({ timeout: 20_000 })
    if ((await unmarked.count()) > 0) break
    const day = await page.locator('.att-day-name').textContent()
    await page.locator('.att-day-bar a[data-shape="icon"]').first().click()
    await expect(page.locator('.att-day-name')).not.toHaveText(day ?? '')
  }
  await unmarked.first().click()
  await expect(page.locator('[data-learner]')).toHaveCount(24, { timeout: 20_000 })
}

/** Marks one pupil absent and everybody else present. @returns How long that took, in ms, until the server had it. */
export async function markClass(page: Page, absent: string): Promise<number> {
  const since = Date.now()
  const row = pupilRow(page, absent)
  await expect(row).toHaveAttribute('data-mark', 'present')
  await row.click()
  await row.click()
  await expect(row).toHaveAttribute('data-mark', 'absent')
  await page.locator('[data-action="confirm"]').click()
  await expect(page.locator('[data-saved="saved"]')).toBeVisible()
  return Date.now() - since
}

/** The one card that asks for an explanation. */
export const askingCard = (page: Page, attendance = 'attendance'): Locator => card(page, attendance).filter({ has: page.locator('[data-action="send"]') })

/** Explains the absence that the card asks about, in two taps. */
export async function explainOnCard(page: Page, attendance = 'attendance'): Promise<void> {
  const asking = askingCard(page, attendance)
  await expect(asking).toHaveCount(1, { timeout: 20_000 })
  await asking.locator('[data-reason="sick"]').click()
  await asking.locator('[data-action="send"]').click()
  await expect(card(page, attendance).locator('[data-state-of="explained"]')).toBeVisible()
}

export const expectExplained = async (page: Page, name: string) => expect(pupilRow(page, name)).toHaveAttribute('data-explained', 'sick')

/** Opens a service in the console, as a municipal admin. */
export async function openService(page: Page, module: string): Promise<void> {
  await goTo(page, 'console')
  await page.locator(`[data-service="${module}"] h2 a`).click()
  await expect(page.locator('[data-place]').first()).toBeVisible()
}

/** The switch of the last school of the service in view. */
export const lastSchoolSwitch = (page: Page) =>
  page.locator('[data-place]:not([data-place="municipality"], [data-place="isolation"])').last().getByRole('switch')

const switchOf = (page: Page, place: string) => page.locator('[data-place]').filter({ hasText: place }).getByRole('switch')

/** Switches the service in view off in one place. @returns When it was confirmed, in ms since the epoch. */
export async function switchOff(page: Page, place: string): Promise<number> {
  await switchOf(page, place).click()
  const confirm = page.locator('dialog[open] [data-kind="danger"]')
  await expect(confirm).toBeVisible()
  const at = Date.now()
  await confirm.click()
  await expect(switchOf(page, place)).not.toBeChecked()
  return at
}

/** Switches the service in view on in one place, unless it is. @returns When, in ms since the epoch. */
export async function switchOn(page: Page, place: string): Promise<number> {
  const at = Date.now()
  if (!(await switchOf(page, place).isChecked())) await switchOf(page, place).click()
  await expect(switchOf(page, place)).toBeChecked()
  return at
}

/**
 * Notes the moment from which so many elements match, by the page's own clock, so that the test's own slowness does not count.
 * @returns Gives that moment, in ms since the epoch.
 */
export async function noteWhen(page: Page, selector: string, count: number): Promise<() => Promise<number>> {
  const moment = await page.evaluateHandle(
    ({ wanted, many }) => {
      const holds = () => document.querySelectorAll(wanted).length === many
      const at = new Promise<number>((resolve, reject) => {
        if (holds()) return reject(new Error(`${many} match ${wanted} already.`))
        const watch = new MutationObserver(() => {
          if (!holds()) return
          watch.disconnect()
          resolve(Date.now())
        })
        watch.observe(document, { subtree: true, childList: true, attributes: true })
      })
      at.catch(() => {})
      return { at }
    },
    { wanted: selector, many: count },
  )
  return () => moment.evaluate(({ at }) => at)
}

/** Fails unless a module's own page stands, in its language. */
export const expectPage = async (page: Page, module: string, heading: string) => expect(mounted(page, module).locator('h1')).toHaveText(heading)
