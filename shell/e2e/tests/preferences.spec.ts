import type { Page } from '@playwright/test'
import { settled } from '../src/examination.ts'
import { lastSchoolSwitch } from '../src/journey.ts'
import { logIn } from '../src/people.ts'
import { differentPixels } from '../src/pixels.ts'
import { goTo } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { openClass } from '../src/views.ts'

test.describe.configure({ timeout: 300_000 })
test.use({ actionTimeout: 40_000, trace: 'off' })

/** Enough for a letter; the same thing drawn twice differs in none. */
const SEEN_PIXELS = 20

test('with forced colours switches and marks tell their states, and the page in view is marked in the navigation', async ({ person }) => {
  const [page, admin, blank] = [await person(), await person(), await person()]
  for (const each of [page, admin]) await each.emulateMedia({ forcedColors: 'active' })
  await logIn(page, 'opettaja-espoo')
  await openClass(page)
  const pupil = page.locator('[data-learner]').first()
  const looks: Buffer[] = []
  for (const key of ['1', '2', '3']) {
    await pupil.press(key)
    looks.push(await pupil.locator('.att-mark').screenshot({ caret: 'hide' }))
  }
  await pupil.press('1')
  const [present, late, absent] = looks as [Buffer, Buffer, Buffer]
  for (const [one, other] of [
    [present, late],
    [late, absent],
    [absent, present],
  ] as const) {
    expect(await differentPixels(blank, one, other)).toBeGreaterThan(SEEN_PIXELS)
  }
  await page.locator('.search-button').click()
  await expect(page.getByRole('combobox')).toBeFocused()
  expect(await page.locator('.palette-field').evaluate((field) => getComputedStyle(field).outlineStyle), 'the search shows its focus').toBe('solid')
  await page.keyboard.press('Escape')
  const backgroundOf = async (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((link) => getComputedStyle(link).backgroundColor)
  expect(await backgroundOf('.rail .nav-link[aria-current="page"]')).not.toBe(await backgroundOf('.rail .nav-link:not([aria-current])'))

  await logIn(admin, 'paakayttaja-espoo', { to: '/espoo/console/services/attendance' })
  const toggle = lastSchoolSwitch(admin)
  await expect(toggle).toBeChecked()
  const on = await toggle.screenshot()
  // How it would look; nothing is asked of the platform.
  await toggle.evaluate((input: HTMLInputElement) => void (input.checked = false))
  expect(await differentPixels(blank, on, await toggle.screenshot())).toBeGreaterThan(SEEN_PIXELS)
})

/** Notes each animation and transition that runs on the page from its beginning. */
const noteMotion = async (page: Page) =>
  page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(globalThis, { motions: seen })
    const note = (event: Event) => {
      const part = event.target as Element
      for (const animation of part.getAnimations?.({ subtree: true }) ?? []) {
        const { duration } = animation.effect?.getTiming() ?? {}
        if (typeof duration === 'number' && duration > 1) seen.push(`${event.type} of ${duration} ms on ${part.outerHTML.slice(0, 80)}`)
      }
    }
    for (const type of ['animationstart', 'transitionrun']) addEventListener(type, note, { capture: true })
  })
const motionsOf = async (page: Page) => page.evaluate(() => (globalThis as unknown as { motions: string[] }).motions)

for (const reducedMotion of ['reduce', 'no-preference'] as const) {
  const expected =
    reducedMotion === 'reduce'
      ? 'nothing moves for longer than a millisecond where the person wants less motion'
      : 'something moves where nobody asked for less'
  test(expected, async ({ person }) => {
    const page = await person()
    await page.emulateMedia({ reducedMotion })
    await noteMotion(page)
    await logIn(page, 'opettaja-espoo')
    await openClass(page)
    await page.locator('[data-learner]').nth(1).hover()
    await page.locator('.rail .context-button').click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await goTo(page, 'timetable')
    await page.locator('[data-module="timetable"] button, [data-module="timetable"] a').first().hover()
    await settled(page)
    const motions = await motionsOf(page)
    if (reducedMotion === 'reduce') expect(motions).toEqual([])
    else expect(motions.length).toBeGreaterThan(0)
  })
}
