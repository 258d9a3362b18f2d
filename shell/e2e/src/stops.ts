import { stopNow as stopNowInPage } from '@digione/probes'
import type { Stop } from '@digione/probes'
import type { Page } from '@playwright/test'

export type { Stop } from '@digione/probes'

/** More than any page of the product has. */
const MOST_STOPS = 150

export const stopNow = async (page: Page): Promise<Stop | null> => page.evaluate(stopNowInPage)

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
