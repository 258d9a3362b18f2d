import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** More stops than any page of the product has. */
const STOPS = 150

/** How far up an outline may be drawn: a row that is one link has it around itself. */
const ROW_LEVELS = 3

/** Whether whatever has the focus shows it: by an outline or a shadow of its own, or by an outline of the row that it stands in. */
const showsFocus = async (page: Page) =>
  page.evaluate((levels) => {
    const outlined = (part: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(part)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    }
    const shadowed = (part: Element) => getComputedStyle(part).boxShadow !== 'none'
    const focused = document.activeElement
    if (!focused) return false
    if (outlined(focused) || shadowed(focused)) return true
    if (focused.matches('input, textarea') && focused.parentElement && shadowed(focused.parentElement)) return true
    let around = focused.parentElement
    for (let level = 0; around && level < levels; level++, around = around.parentElement) if (outlined(around)) return true
    return false
  }, ROW_LEVELS)

const isFocused = async (target: Locator) => target.evaluateAll((all) => all.some((one) => one === document.activeElement))

/** Fails unless `target` has the focus and shows it. */
export async function expectFocus(target: Locator): Promise<void> {
  await expect(target).toBeFocused()
  expect(await showsFocus(target.page()), 'the focus is to be seen').toBe(true)
}

/** Walks by Tab, or backwards by Shift+Tab, until `target` has the focus. Each stop on the way shows the focus. */
export async function tabTo(target: Locator, { backwards = false } = {}): Promise<void> {
  const page = target.page()
  await expect(target.first()).toBeVisible()
  for (let stop = 0; stop < STOPS; stop++) {
    if (await isFocused(target)) return
    await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab')
    const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? '')
    expect(at.startsWith('<body') || (await showsFocus(page)), `the focus is to be seen on ${at}`).toBe(true)
  }
  throw new Error(`${target.toString()} is not reached by ${STOPS} presses.`)
}

/** Goes to `target` by Tab and presses Enter. */
export async function enter(target: Locator, direction?: { backwards?: boolean }): Promise<void> {
  await tabTo(target, direction)
  await target.page().keyboard.press('Enter')
}

/** Fails where Tab does not leave the page again: every stop once, then out of the document and back to its beginning. */
export async function expectNoTrap(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    getSelection()?.removeAllRanges()
  })
  const skip = page.locator('.d1-skip-link')
  await skip.focus()
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press('Tab')
    if (await isFocused(skip)) return
  }
  throw new Error(`Tab has not left the page after ${STOPS} presses.`)
}
