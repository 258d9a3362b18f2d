import type { Page } from '@playwright/test'
import { examine, settled } from '../src/examination.ts'
import { faultModule } from '../src/fault-modules.ts'
import { openService, SCHOOL, switchOff, switchOn } from '../src/journey.ts'
import { LANGUAGES, speak, speakByMenu } from '../src/languages.ts'
import type { Language } from '../src/languages.ts'
import { COMBINATIONS_TIMEOUT_MS } from '../src/pairwise.ts'
import { logIn } from '../src/people.ts'
import { card, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { forgetWhatWasTold, idleOut } from '../src/vault.ts'

test.describe.configure({ timeout: COMBINATIONS_TIMEOUT_MS })
test.use({ actionTimeout: 40_000, trace: 'off' })

/** The release's entry of the timetable, the first file of it that is fetched. */
const ENTRY = /releases\/timetable\/.*remoteEntry/
const failure = (page: Page) => page.locator('.failure')
const says = async (page: Page, words: string) => expect(failure(page).first()).toContainText(words, { timeout: 15_000 })

test('a module that threw, one that was stopped, and one that did not end its mount say so accessibly', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri')
  await page.goto(`/espoo/${faultModule('throws-in-mount')}`)
  await says(page, 'tapahtui virhe')
  await examine(page, { name: 'module that threw' })
  for (const _ of [1, 2, 3]) {
    await settled(page)
    await failure(page).getByRole('button').click()
  }
  await says(page, 'pysäytetty')
  await examine(page, { name: 'module that was stopped' })
  await page.goto(`/espoo/${faultModule('mount-hangs')}`)
  await says(page, 'ei vastannut ajoissa')
  await examine(page, { name: 'module that timed out' })
})

test('a module that was blocked and one that needs an update say so accessibly', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
  await page.route(ENTRY, async (route) => route.fulfill({ status: 200, contentType: 'text/javascript', body: 'globalThis.wasRun = true' }))
  await page.goto('/espoo/timetable')
  await says(page, 'estettiin')
  await examine(page, { name: 'module that was blocked' })
  await page.unrouteAll()

  await page.route('**/api/me', async (route) => {
    const { hostname, host } = new URL(route.request().url())
    const answer = await route.fetch({ url: route.request().url().replace(hostname, '127.0.0.1'), headers: { ...route.request().headers(), host } })
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"hostApi":"1.0"', '"hostApi":"1.9"') })
  })
  await page.goto('/espoo/timetable')
  await says(page, 'tarvitsee päivityksen')
  await examine(page, { name: 'module that needs an update' })
})

test('a desktop whose cards did not load says so accessibly, on the card', async ({ person }) => {
  const page = await person({ attacked: true, phone: true })
  await logIn(page, 'huoltaja', { to: '/accessibility' })
  await page.route(/releases\/(timetable|attendance)\/.*remoteEntry/, async (route) => route.fulfill({ status: 503 }))
  await page.goto('/')
  await expect(failure(page)).toHaveCount(4, { timeout: 20_000 })
  await examine(page, { name: 'desktop whose cards all failed' })
})

test('without a network the page says so accessibly', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  // Each language's words are fetched when it is first spoken.
  for (const language of ['sv', 'en', 'fi'] as const) await speak(page, language)
  await page.context().setOffline(true)
  await expect(page.locator('.connection .d1-notice')).toBeVisible()
  await examine(page, { name: 'offline' })
  await page.context().setOffline(false)
  await expect(page.locator('.connection .d1-notice')).toHaveCount(0, { timeout: 20_000 })
})

test('a platform that cannot be reached is a page of its own, accessible, in the language last spoken', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo')
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    await speak(page, language)
    await forgetWhatWasTold(page)
    await page.route('**/api/me', async (route) => route.abort('connectionrefused'))
    await page.goto('/')
    await expect(page.locator('.problem h1')).toBeVisible({ timeout: 20_000 })
    await examine(page, { name: 'unreachable', languages: [language], speak: async () => {} })
    await page.unrouteAll()
    await page.locator('.problem button').click()
    await expect(card(page, 'timetable')).toBeVisible()
  }
})

test('a platform that does not answer, where what it told last is shown, says so accessibly', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo')
  for (const language of ['sv', 'en', 'fi'] as const) await speak(page, language)
  await page.route('**/api/me', async (route) => route.abort('connectionrefused'))
  await page.goto('/')
  await expect(page.locator('.connection .d1-notice')).toBeVisible({ timeout: 20_000 })
  await examine(page, { name: 'desktop of what was told last' })
})

test('a log-in that ended for idleness says so accessibly', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  await idleOut(page)
  await expect(page.getByText('Istuntosi päättyi')).toBeVisible()
  await examine(page, { name: 'log-in that ended', speak: speakByMenu })
})

test('a role that this log-in does not open says so accessibly', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/vantaa/timetable' })
  await expect(page.getByRole('heading', { level: 1, name: 'Tunnistaudu uudelleen' })).toBeVisible()
  await examine(page, { name: 'page behind another way in' })
})

test('a service that is switched off under somebody says so accessibly', async ({ person }) => {
  const [admin, page] = [await person(), await person()]
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await expect(page.locator('[data-lesson]').first()).toBeVisible({ timeout: 20_000 })
  await logIn(admin, 'paakayttaja-espoo')
  await openService(admin, 'attendance')
  await switchOff(admin, SCHOOL)
  try {
    await expect(page.getByRole('heading', { level: 1, name: 'Palvelu poistettiin käytöstä' })).toBeVisible()
    await examine(page, { name: 'service that was switched off' })
    await page.goto('/')
    await expect(card(page, 'timetable')).toBeVisible()
    await expect(card(page, 'attendance')).toHaveCount(0)
    await page.goto('/espoo/attendance')
    await expect(page.getByRole('heading', { level: 1, name: 'Palvelu ei ole käytössä' })).toBeVisible()
  } finally {
    await switchOn(admin, SCHOOL)
  }
})
