import { DEVICE } from '@digione/probes'
import type { Theme } from '@digione/probes'
import type { Page } from '@playwright/test'

export { THEMES } from '@digione/probes'
export type { Theme } from '@digione/probes'

/** Has the device ask for a theme, and waits until every colour has come to its end. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia(DEVICE[theme])
  await page.evaluate(async () => {
    // The page hears of the device's change in one frame, and is drawn in the next.
    for (const _ of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })
}

/** What tells a theme from another: the page's own colours. */
export const coloursOf = async (page: Page) =>
  page.evaluate(() => [document.documentElement, document.body].map((part) => getComputedStyle(part).backgroundColor).join())
