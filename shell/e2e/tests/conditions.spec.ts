import type { Page } from '@playwright/test'
import { settled } from '../src/examination.ts'
import { allOf, COMBINATIONS_TIMEOUT_MS, isThorough, pairwise } from '../src/pairwise.ts'
import { logIn } from '../src/people.ts'
import { sidewaysBy } from '../src/shell.ts'
import { stopNow, walk } from '../src/stops.ts'
import { targetsBelow } from '../src/targets.ts'
import { expect, test } from '../src/test.ts'
import { MAIN_VIEWS, openClass, VIEWERS } from '../src/views.ts'
import type { Viewer } from '../src/views.ts'

test.describe.configure({ timeout: COMBINATIONS_TIMEOUT_MS })
test.use({ actionTimeout: 40_000, trace: 'off' })

/** A phone, and a window of 1280 × 1024 px that is magnified four times. */
const NARROW = { 'on a phone': { width: 320, height: 640 }, 'at 400 %': { width: 320, height: 256 } } as const
const AXES = { where: Object.keys(NARROW) as (keyof typeof NARROW)[], backwards: [false, true], forcedColors: ['none', 'active'] as const }
const WALKS = isThorough ? allOf(AXES) : pairwise(AXES)

/** A pointer's, a finger's for what people press most, and a whole hand's that is still learning: the grades 1 to 3. */
const [LEAST, MAIN, YOUNG] = [24, 44, 56]
const MAIN_ACTIONS = '.d1-button:not([data-size="small"]), .tab, .att-pupil, .att-reason, .bar-button, .search-button, .context-button, [role="switch"]'

async function expectLargeTargets(page: Page, name: string, viewer: Viewer): Promise<void> {
  expect.soft(await targetsBelow(page, LEAST), `${name}: below ${LEAST} px`).toEqual([])
  expect.soft(await targetsBelow(page, MAIN, MAIN_ACTIONS), `${name}: main actions below ${MAIN} px`).toEqual([])
  if (viewer === 'oppilas-2') expect.soft(await targetsBelow(page, YOUNG), `${name}: below ${YOUNG} px`).toEqual([])
}

/** Buttons without a visible edge: where colours are forced, backgrounds and shadows are gone. */
const edgeless = async (page: Page) =>
  page.evaluate(() => {
    const canvas = getComputedStyle(document.body).backgroundColor
    const hasEdge = (button: Element) => {
      const style = getComputedStyle(button)
      return (['top', 'right', 'bottom', 'left'] as const).some((side) => {
        const [line, width, colour] = ['style', 'width', 'color'].map((part) => style.getPropertyValue(`border-${side}-${part}`))
        return line !== 'none' && Number.parseFloat(width ?? '') > 0 && colour !== canvas
      })
    }
    return [...document.querySelectorAll('button, [role="button"], a.d1-button, select, input:not([type="checkbox"], [type="radio"])')]
      .filter((button) => button.checkVisibility() && !button.closest('[role="menu"], .palette-field') && !hasEdge(button))
      .map((button) => button.outerHTML.slice(0, 120))
  })

for (const viewer of VIEWERS) {
  test(`on a phone, at 400 % and with forced colours every view can be worked in, for ${viewer}`, async ({ person }) => {
    const page = await person({ phone: true })
    await logIn(page, viewer)
    for (const { name, open } of MAIN_VIEWS[viewer]) {
      await open(page)
      await expectLargeTargets(page, name, viewer)
      for (const { where, backwards, forcedColors } of WALKS) {
        const what = `${name} ${where}${backwards ? ', backwards' : ''}, forced colours: ${forcedColors}`
        await page.emulateMedia({ forcedColors })
        await page.setViewportSize(NARROW[where])
        await settled(page)
        expect.soft(await sidewaysBy(page), `${what}: wider than the window, in px`).toBe(0)
        if (forcedColors === 'active') expect.soft(await edgeless(page), `${what}: buttons without an edge`).toEqual([])
        const stops = await walk(page, { backwards })
        expect(stops.length, `${what}: stops`).toBeGreaterThan(5)
        const lost = stops.filter(({ hidden, showsFocus }) => hidden.length > 0 || !showsFocus)
        expect.soft(lost, `${what}: focus out of view, covered or not to be seen`).toEqual([])
      }
      await page.emulateMedia({ forcedColors: 'none' })
      await page.setViewportSize({ width: 390, height: 844 })
    }
  })
}

test('the pupil that the arrows have come to is in view and under nothing, on a phone and at 400 %', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await openClass(page)
  for (const [where, size] of Object.entries(NARROW)) {
    await page.setViewportSize(size)
    await page.locator('[data-learner]').first().focus()
    for (const key of ['End', ...Array<string>(23).fill('ArrowUp'), ...Array<string>(23).fill('ArrowDown')]) {
      await page.keyboard.press(key)
      expect.soft((await stopNow(page))?.hidden, `${where}, after ${key}`).toEqual([])
    }
  }
})
