import type { Page } from '@playwright/test'

/** Where the focus stands after a press of Tab. */
export interface Stop {
  /** The landmark around it, or the dialog. */
  readonly region: string
  /** What it is called, and its role where that is not a link's or a button's own. */
  readonly name: string
  /** By an outline or a shadow of its own, or by an outline of the row that it stands in. */
  readonly showsFocus: boolean
  /** Which of the points at its middle and its edges are outside of the window, or under something else: what that is. */
  readonly hidden: readonly string[]
}

/** More than any page of the product has. */
const MOST_STOPS = 150

/** What has the focus, as an eye and an ear would find it; `null` where that is nothing. */
export const stopNow = async (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return null
    /** How far up an outline may be drawn: a row that is one link has it around itself. */
    const rowLevels = 3
    const describe = (element: Element) => `${element.localName}${[...element.classList].map((name) => `.${name}`).join('')}`
    const outlined = (element: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    }
    const shadowed = (element: Element | null) => element !== null && getComputedStyle(element).boxShadow !== 'none'
    let row: Element | null = focused
    let isOutlined = false
    for (let level = 0; row && level <= rowLevels; level++, row = row.parentElement) isOutlined ||= outlined(row)
    const showsFocus = isOutlined || shadowed(focused) || (focused.matches('input, textarea') && shadowed(focused.parentElement))

    const { left, right, top, bottom } = focused.getBoundingClientRect()
    const inset = 3
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    const points = { middle: [x, y], top: [x, top + inset], bottom: [x, bottom - inset], start: [left + inset, y], end: [right - inset, y] } as const
    // In a text of several lines the browser scrolls to the caret's line, not to the edges.
    const looked = Object.entries(points).filter(([part]) => !focused.matches('textarea') || !['top', 'bottom'].includes(part))
    const hidden = looked.flatMap(([part, [atX, atY]]) => {
      if (atX < 0 || atY < 0 || atX > innerWidth || atY > innerHeight) return [`${part} outside of the window`]
      const hit = document.elementFromPoint(atX, atY)
      return !hit || focused.contains(hit) || hit.contains(focused) ? [] : [`${part} under ${describe(hit)}`]
    })
    const landmark = focused.closest('dialog, [role="menu"], header, nav, aside, main, footer, .toasts')
    const labelled = focused.getAttribute('aria-label') ?? (focused as HTMLInputElement).labels?.[0]?.textContent ?? (focused as HTMLElement).innerText
    return {
      region: landmark ? landmark.className.split(' ')[0] || landmark.localName : '',
      name: labelled.replaceAll(/\s+/g, ' ').trim() || describe(focused),
      showsFocus,
      hidden,
    }
  })

/** Presses Tab through the whole page, from its first stop, the skip link, or backwards to it; gives every stop. */
export async function walk(page: Page, { backwards = false } = {}): Promise<Stop[]> {
  const skip = page.locator('.d1-skip-link')
  const isAtSkip = async () => skip.evaluate((link) => link === document.activeElement)
  await page.evaluate(() => scrollTo(0, 0))
  await skip.focus()
  // Out of the page by key, so that the first stop is reached by key as well.
  await page.keyboard.press('Shift+Tab')
  const stops: Stop[] = []
  for (let press = 0; press < MOST_STOPS; press++) {
    // Between the last stop and the first, the browser has stops of its own, or none: backwards this one may be the last already.
    if (press > 0 || !backwards) await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab')
    const isRound = await isAtSkip()
    if (isRound && !backwards && stops.length > 0) return stops
    const stop = await stopNow(page)
    if (stop) stops.push(stop)
    if (stops.length > 0 && (backwards ? isRound : !stop)) return stops
  }
  throw new Error(`Tab has not left the page after ${MOST_STOPS} presses.`)
}
