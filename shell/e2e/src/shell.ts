import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** A module's page or card, ready. */
export function mounted(page: Page, module: string, slot = 'page'): Locator {
  return page.locator(`[data-module="${module}"][data-slot="${slot}"][data-state="ready"]`)
}
export const card = (page: Page, module: string) => mounted(page, module, 'desktop.card.v1')

/** Goes to a module by the navigation, as the width of the window has it. */
export async function goTo(page: Page, module: string): Promise<void> {
  const link = page.locator(`[data-nav="${module}"]:visible`).first()
  await expect(link).toBeVisible()
  await link.click()
  await expect(mounted(page, module)).toBeVisible({ timeout: 15_000 })
}

/** Fails unless nothing on the page is wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
}
