import { sidewaysBy as sidewaysByInPage } from '@digione/probes'
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** A module's page or card, ready. */
export function mounted(page: Page, module: string, slot = 'page'): Locator {
  return page.locator(`[data-module="${module}"][data-slot="${slot}"][data-state="ready"]`)
}
export const card = (page: Page, module: string) => mounted(page, module, 'desktop.card.v1')

/** The heading of what the shell shows, once it knows for whom: while it is starting there is one for screen readers alone. */
export const heading = (page: Page) => page.locator('main h1:not(.d1-visually-hidden)')

/** Goes to a module by the navigation, as the width of the window has it. */
export async function goTo(page: Page, module: string): Promise<void> {
  const link = page.locator(`[data-nav="${module}"]:visible`).first()
  await expect(link).toBeVisible()
  await link.click()
  await expect(mounted(page, module)).toBeVisible({ timeout: 15_000 })
}

/** How much the page is wider than the window, in px: so far it would scroll sideways. */
export const sidewaysBy = async (page: Page) => page.evaluate(sidewaysByInPage)

/** Fails unless nothing on the page is wider than the window. */
export const expectNoSidewaysScroll = async (page: Page) => expect(await sidewaysBy(page)).toBe(0)

/** Ends the log-in as a person does it: by the menu under their name. */
export async function logOut(page: Page): Promise<void> {
  await page.locator('.person-button:visible').first().click()
  await page.getByRole('menuitem', { name: 'Kirjaudu ulos' }).click()
}

/** What somebody meets who is not logged in. */
export const landing = (page: Page) => page.locator('.landing-first')
