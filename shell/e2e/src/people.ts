import { expect, type Page } from '@playwright/test'
import { heading } from './shell.ts'

/** The demo's people by their fixed `data-login`, and the way in that they use first. */
export const PEOPLE = {
  'opettaja-espoo': 'mpassid',
  'opettaja-2': 'mpassid',
  'opettaja-vantaa': 'mpassid',
  larare: 'mpassid',
  rehtori: 'mpassid',
  koulusihteeri: 'mpassid',
  'oppilas-2': 'mpassid',
  'oppilas-4b': 'mpassid',
  lukiolainen: 'mpassid',
  'ilman-oppijanumeroa': 'mpassid',
  huoltaja: 'suomifi',
  'huoltaja-vantaa': 'suomifi',
  'huoltaja-viestinta': 'suomifi',
  'paakayttaja-espoo': 'directory',
  'paakayttaja-espoo-2': 'directory',
  'paakayttaja-vantaa': 'directory',
  'paakayttaja-oulu': 'directory',
  'paakayttaja-tampere': 'directory',
  'paakayttaja-turku': 'directory',
  operaattori: 'directory',
} as const
export type Login = keyof typeof PEOPLE

export const shellOrigin = () => {
  const origin = process.env['E2E_ORIGIN']
  if (!origin) throw new Error('E2E_ORIGIN is set by the global set-up')
  return origin
}
export const sessionOrigin = (origin = shellOrigin()) => origin.replace('//', '//session.')

export interface LogInOptions {
  /** Where to end, on the shell. @default "/" */
  readonly to?: string
  readonly locale?: 'fi' | 'sv' | 'en'
  /** Another way in than the person's first. */
  readonly provider?: 'mpassid' | 'suomifi' | 'directory'
  /** Another product's shell than the one that all tests share. */
  readonly origin?: string
}

/** Logs somebody in through the real pages: the vault, the platform's authorization server, the identity provider, and back. */
export async function logIn(page: Page, login: Login, options: LogInOptions = {}): Promise<void> {
  const { to = '/', locale = 'fi', provider = PEOPLE[login], origin = shellOrigin() } = options
  const address = new URL('/login', sessionOrigin(origin))
  address.searchParams.set('provider', provider)
  address.searchParams.set('return', to)
  address.searchParams.set('locale', locale)
  await page.goto(address.href)
  await page.locator(`[data-login="${login}"]`).click()
  await page.waitForURL((url) => url.origin === origin)
  // A framed page has its heading in its frame.
  await expect(heading(page).or(page.locator('main [data-tier="frame"] iframe')).first()).toBeVisible()
}

export const expectLoggedIn = (page: Page) => expect(page.locator('.person-button:visible').first()).toBeVisible()

/** Logs in from the landing page, through the choice of ways, and comes back to the address in view. */
export async function logInFromLanding(page: Page, login: Login): Promise<void> {
  await page.getByRole('button', { name: 'Kirjaudu sisään' }).first().click()
  await page.locator(`[data-way="${PEOPLE[login]}"]`).click()
  await page.locator(`[data-login="${login}"]`).click()
  await page.waitForURL((url) => url.origin === shellOrigin())
  await expectLoggedIn(page)
}
