import type { Page, Request } from '@playwright/test'
import { expectLoggedIn, logIn, sessionOrigin } from '../src/people.ts'
import { card, landing, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { written } from '../src/traces.ts'

const WHY = {
  fi: { title: 'Tunnistautumisesta puuttuu tieto', missing: 'oppijanumero', whom: /Kysy/ },
  sv: { title: 'En uppgift saknas i identifieringen', missing: 'studentnummer', whom: /Fråga/ },
  en: { title: 'Something is missing from your identification', missing: 'learner number', whom: /Ask/ },
} as const
for (const locale of ['fi', 'sv', 'en'] as const) {
  test(`a person without a learner number is told why the log-in failed and whom to ask, in ${locale}`, async ({ person }) => {
    const page = await person()
    const { title, missing, whom } = WHY[locale]
    await page.goto(`${sessionOrigin()}/login?provider=mpassid&locale=${locale}`)
    await page.locator('[data-login="ilman-oppijanumeroa"]').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    await expect(page.locator('.facts')).toContainText(missing)
    await expect(page.locator('.facts')).toContainText(whom)
    await expect(page.locator('.facts a[href^="mailto:"]')).toBeVisible()
    await page.goto('/')
    await expect(landing(page)).toBeVisible()
  })
}

/** Hanna Rautio's own child, in Vantaa. */
const CHILD = /Aatos/

const textOf = async (request: Request) => (await request.response())?.text() ?? ''

/** Every answer that any document of a tab has been given, as text. */
function watchAnswers(page: Page): () => Promise<string> {
  const answers: Promise<string>[] = []
  page.on('requestfinished', (request) => {
    // A redirect has no body, and a document's is gone with it.
    if (request.resourceType() === 'fetch') answers.push(textOf(request).catch(() => ''))
  })
  return async () => (await Promise.all(answers)).join('\n')
}

test('a teacher’s log-in opens nothing of her own child until she adds the guardian’s way in, and then both', async ({ person }) => {
  const page = await person()
  const answers = watchAnswers(page)
  await logIn(page, 'opettaja-espoo')
  await expectLoggedIn(page)
  await expect(card(page, 'attendance')).toHaveCount(1)
  await page.locator('.context-button:visible').first().click()
  await expect(page.locator('[role="menuitemradio"][data-context]:visible')).toHaveCount(1)
  await expect(page.getByRole('menuitem', { name: /Huoltaja.*Suomi\.fi/s })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto('/vantaa/timetable')
  await expect(page.getByRole('heading', { level: 1, name: 'Tunnistaudu uudelleen' })).toBeVisible()
  await expect(page.locator('[data-module]')).toHaveCount(0)
  const seen = (await answers()) + (await written(page))
  expect(seen).toContain('"givenName":"Hanna"')
  expect(seen).not.toMatch(CHILD)

  await page.getByRole('button', { name: 'Kirjaudu: Suomi.fi' }).click()
  await page.locator('[data-login="opettaja-espoo"]').click()
  // The address that asked for it: it belongs to the other role now, and is offered or shown.
  await expect(page).toHaveURL(/\/vantaa\/timetable$/)
  await page.locator('main [data-context]').click()
  await expect(mounted(page, 'timetable')).toBeVisible()
  expect(await written(page)).toMatch(CHILD)

  await page.goto('/')
  await expect(card(page, 'attendance')).toHaveCount(2)
  await page.locator('.context-button:visible').first().click()
  await expect(page.locator('[role="menuitemradio"][data-context]:visible')).toHaveCount(2)
  await expect(page.locator('.desktop-locked')).toHaveCount(0)
})

test('the desktop names the role that is locked, and its button leads to the way in and back', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await page.locator('.desktop-locked button').click()
  await page.locator('[data-login="opettaja-espoo"]').click()
  await expect(card(page, 'attendance')).toHaveCount(2)
  expect(await written(page)).toMatch(CHILD)
})

test('somebody else at the second way in opens nothing for the first: it becomes their own log-in', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await page.locator('.desktop-locked button').click()
  await page.locator('[data-login="huoltaja"]').click()
  await expect(page.locator('.person-button:visible').first()).toContainText('Katja')
  // Every answer is in. Hanna Rautio may be named: she teaches Katja's child.
  await expect(card(page, 'attendance')).toHaveCount(2)
  await expect(card(page, 'timetable').first()).toBeVisible()
  await page.locator('.context-button:visible').first().click()
  await expect(page.locator('[role="menuitemradio"][data-context]:visible')).toHaveText([/^.?Eino/, /^.?Lilja/])
  expect(await written(page)).not.toMatch(CHILD)
})
