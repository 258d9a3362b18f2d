import { expect, test as base } from '@playwright/test'
import type { Browser, BrowserContext, Page } from '@playwright/test'

export interface Opened {
  readonly page: Page
  readonly context: BrowserContext
}
export interface OpenOptions {
  /** A phone's width and touch. @default a desktop */
  readonly phone?: boolean
  readonly dark?: boolean
  /** Violations of the content security policy are wanted here: somebody attacks. @default false */
  readonly attacked?: boolean
}

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 800 }

/** Opens a browser of one person, and notes every violation of the content security policy in any of its frames. */
async function open(browser: Browser, violations: string[], { phone = false, dark = false, attacked = false }: OpenOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: phone ? PHONE : DESKTOP,
    hasTouch: phone,
    isMobile: phone,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'fi-FI',
    timezoneId: 'Europe/Helsinki',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  if (!attacked) {
    context.on('console', (message) => {
      if (/content security policy|trusted type|integrity/i.test(message.text()) && message.type() === 'error') violations.push(message.text())
    })
    context.on('weberror', (error) => void violations.push(`${error.error().name}: ${error.error().message}`))
  }
  return { page, context }
}

/** `person()` opens a browser for one more person; at the end no browser may have seen a policy violated or an error uncaught. */
export const test = base.extend<{ person: (options?: OpenOptions) => Promise<Page> }>({
  person: async ({ browser }, use) => {
    const violations: string[] = []
    const opened: BrowserContext[] = []
    await use(async (options) => {
      const { page, context } = await open(browser, violations, options)
      opened.push(context)
      return page
    })
    for (const context of opened) await context.close()
    expect(violations, 'policy violations and uncaught errors').toEqual([])
  },
})
export { expect }
