import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { openService } from './journey.ts'

/** Has a service run isolated in Espoo, or no longer, by the console's switch. */
export async function isolate(admin: Page, module: string, isolated: boolean): Promise<void> {
  await openService(admin, module)
  const isolation = admin.locator('[data-place="isolation"]').getByRole('switch')
  if ((await isolation.isChecked()) !== isolated) await isolation.click()
  await expect(isolation).toBeChecked({ checked: isolated })
}
