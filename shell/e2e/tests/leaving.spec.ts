import type { Page } from '@playwright/test'
import { logIn } from '../src/people.ts'
import { heading, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { stored } from '../src/traces.ts'

const question = (page: Page) => page.locator('dialog[open]')
const answer = async (page: Page, name: RegExp) => question(page).getByRole('button', { name }).click()
const depth = async (page: Page) => page.evaluate(() => history.length)

/** A teacher with a mark that cannot be saved, and what lets it be saved. */
async function withUnsavedMark(page: Page): Promise<() => void> {
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await page.locator('[data-lesson]').first().click({ timeout: 20_000 })
  await expect(page.locator('[data-learner]').first()).toBeVisible({ timeout: 20_000 })
  let isOffline = true
  await page.route(/digione-vendors/, async (route) => (isOffline && !['GET', 'OPTIONS'].includes(route.request().method()) ? route.abort() : route.continue()))
  await page.locator('[data-learner]').nth(5).click()
  return () => {
    isOffline = false
  }
}

test('going back asks about unsaved work, staying keeps address and history, saving goes on', async ({ person }) => {
  const page = await person()
  const reconnect = await withUnsavedMark(page)
  const [address, length] = [page.url(), await depth(page)]

  await page.goBack({ waitUntil: 'commit' }).catch(() => {})
  await expect(question(page)).toBeVisible()
  expect(page.url()).toBe(address)
  await answer(page, /jatka/i)
  await expect(question(page)).toHaveCount(0)
  expect([page.url(), await depth(page)]).toEqual([address, length])

  await page.locator('[data-nav="timetable"]:visible').first().click()
  await answer(page, /tallenna/i)
  await expect(question(page)).toContainText('ei onnistunut')
  reconnect()
  await answer(page, /tallenna/i)
  await expect(mounted(page, 'timetable')).toBeVisible()

  await page.goBack()
  expect(page.url()).toBe(address)
  await expect(mounted(page, 'attendance')).toBeVisible()
})

test('what is discarded is gone, and the step back that was held is taken', async ({ person }) => {
  const page = await person()
  await withUnsavedMark(page)
  await page.goBack({ waitUntil: 'commit' }).catch(() => {})
  await answer(page, /hylkää/i)
  await expect(page).toHaveURL(/\/espoo\/attendance$/)
  await expect(question(page)).toHaveCount(0)
})

test('a note that is discarded does not come back from its draft', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await page.locator('[data-lesson]').nth(1).click({ timeout: 20_000 })
  const lesson = page.url()
  const note = page.locator('#att-note-text')
  await note.waitFor({ timeout: 20_000 })
  const before = await note.inputValue()
  await note.fill(`Hylättävä ${Date.now()}`)
  await expect.poll(async () => (await stored(page)).vault).toContain('Hylättävä')
  await page.locator('[data-nav="timetable"]:visible').first().click()
  await answer(page, /hylkää/i)
  await expect(mounted(page, 'timetable')).toBeVisible()
  expect((await stored(page)).vault).not.toContain('Hylättävä')
  await page.goto(lesson)
  await expect(note).toHaveValue(before, { timeout: 20_000 })
})

test('logging out asks first, and nobody is logged out who stays', async ({ person }) => {
  const page = await person()
  await withUnsavedMark(page)
  await page.getByRole('button', { name: /Hanna/ }).first().click()
  await page
    .getByRole('menuitem', { name: /kirjaudu ulos/i })
    .or(page.getByRole('button', { name: /kirjaudu ulos/i }))
    .first()
    .click()
  await answer(page, /jatka/i)
  await expect(mounted(page, 'attendance')).toBeVisible()
})

test('after navigation the heading has focus, the title follows and it is announced; the first page takes no focus', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await expect(heading(page)).not.toBeFocused()
  await page.locator('[data-nav="timetable"]:visible').first().click()
  await expect(page.locator('[data-module="timetable"] h1')).toBeFocused()
  await expect(page).toHaveTitle(/Lukujärjestys/)
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: 'Lukujärjestys' })).toHaveCount(1)
})

test('an address of another child’s city offers the switch; a card’s link is the switch', async ({ person }) => {
  const page = await person()
  await logIn(page, 'huoltaja')
  await page.goto('/vantaa/timetable')
  await expect(page.locator('main [data-context]')).toHaveCount(1)
  await expect(page.locator('[data-slot="page"]')).toHaveCount(0)
  await page.locator('main [data-context]').click()
  await expect(mounted(page, 'timetable')).toBeVisible()

  await page.goto('/')
  await page.locator('main a[href="/espoo/timetable"]').first().click()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expect(page).toHaveURL(/\/espoo\/timetable$/)
})

test('a language is spoken at once, by the shell and by the module, and by the next document', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable').locator('h1')).toHaveText('Lukujärjestys')
  await page
    .getByRole('button', { name: /^Kieli/ })
    .first()
    .click()
  await page.getByText('Svenska', { exact: true }).first().click()
  await expect(mounted(page, 'timetable').locator('h1')).toHaveText('Schema')
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv')
  await page.reload()
  await expect(mounted(page, 'timetable').locator('h1')).toHaveText('Schema')
})
