import type { Frame, Page } from '@playwright/test'
import { sessionOrigin } from './people.ts'

/** The session vault that a page of the shell embeds. */
export async function vaultOf(page: Page, origin?: string): Promise<Frame> {
  await page.locator('iframe[title="Session"]').waitFor({ state: 'attached' })
  const vault = page.frame({ url: `${sessionOrigin(origin)}/frame` })
  if (!vault) throw new Error('The page has no session vault.')
  return vault
}

interface KeptLogIn {
  access_token: string
  refresh_token?: string
  expires_at: number
  profile: { sub: string }
}
const KEY = 'digione.user:'

/** What a tab's vault keeps of the log-in, `null` where nobody is logged in. */
export async function keptLogIn(page: Page): Promise<KeptLogIn | null> {
  const kept = await (
    await vaultOf(page)
  ).evaluate((prefix) => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith(prefix))
    return key === undefined ? null : sessionStorage.getItem(key)
  }, KEY)
  return kept === null ? null : (JSON.parse(kept) as KeptLogIn)
}

/** Has the tab's access token be over its time; the log-in itself holds. */
export async function expireAccess(page: Page): Promise<void> {
  const changed = JSON.stringify({ ...(await keptLogIn(page)), expires_at: Math.floor(Date.now() / 1000) - 1 })
  await (
    await vaultOf(page)
  ).evaluate(
    ([prefix, value]) => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith(prefix))
      if (key === undefined) throw new Error('Nobody is logged in.')
      sessionStorage.setItem(key, value)
    },
    [KEY, changed] as const,
  )
}

/** A little more than the time after which an unused log-in ends. */
const IDLE_MS = 16 * 60_000

/** Has the log-in end for idleness: the time passes for the vault, and no server knows anybody in this browser any more. */
export async function idleOut(page: Page): Promise<void> {
  await page.context().clearCookies({ domain: /session\.|^id\./ })
  await (
    await vaultOf(page)
  ).evaluate((ms) => {
    const now = Date.now
    Date.now = () => now() + ms
  }, IDLE_MS)
}

/** Has the tab's vault have nothing to show of what the platform told last, as after a start of the browser. */
export async function forgetWhatWasTold(page: Page): Promise<void> {
  await (await vaultOf(page)).evaluate(() => sessionStorage.removeItem('digione.snapshot'))
}
