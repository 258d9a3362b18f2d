import type { Page } from '@playwright/test'
import type { Variant } from '../variants.ts'

/** Logs in through the real pages, to the shell's front page. */
export async function logIn(page: Page, { origin, login }: Variant): Promise<void> {
  if (login === null) return
  const address = new URL('/login', origin.replace('//', '//session.'))
  address.searchParams.set('provider', 'mpassid')
  address.searchParams.set('return', '/')
  address.searchParams.set('locale', 'fi')
  await page.goto(address.href)
  await page.locator(`[data-login="${login}"]`).click()
  await page.waitForURL((url) => url.origin === origin)
  await page.locator('.person-button:visible').first().waitFor()
  await page.locator('main h1').waitFor()
}
