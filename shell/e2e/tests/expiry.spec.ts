import type { Page } from '@playwright/test'
import { type Login, logIn, PEOPLE, shellOrigin } from '../src/people.ts'
import { mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { stored, written } from '../src/traces.ts'
import { idleOut } from '../src/vault.ts'

// Another one at each run: a lesson keeps what was saved.
const NOTE = `Jakolaskua allekkain, läksynä tehtävä ${Date.now()}`
const OTHER = `Jakolaskua kertausta ${Date.now()}`
const note = (page: Page) => page.locator('#att-note-text')

/** A teacher at a lesson with a note that nobody has saved, whose log-in then ends. */
async function expiredWhileWriting(page: Page, text: string): Promise<string> {
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await page.locator('[data-lesson]').first().click({ timeout: 20_000 })
  await note(page).fill(text)
  await expect(page.locator('#att-note-state')).toContainText('Tallentamatta')
  await expect.poll(async () => (await stored(page)).vault).toContain(text)
  const lesson = page.url()
  await idleOut(page)
  await expect(page.getByText('Istuntosi päättyi')).toBeVisible()
  await expect(page.locator('[data-module]')).toHaveCount(0)
  expect(await written(page)).not.toMatch(/Hanna|Rautio|Jakolaskua/)
  expect(page.url()).toBe(lesson)
  return lesson
}

async function logInAgain(page: Page, login: Login): Promise<void> {
  await page.getByRole('button', { name: 'Kirjaudu uudelleen' }).click()
  await page.locator(`[data-way="${PEOPLE[login]}"]`).click()
  await page.locator(`[data-login="${login}"]`).click()
  await page.waitForURL((url) => url.origin === shellOrigin())
}

test('a note that was being written when the log-in ended is there after the same person logs in again in place', async ({ person }) => {
  const page = await person()
  const lesson = await expiredWhileWriting(page, NOTE)
  await logInAgain(page, 'opettaja-espoo')
  await expect(mounted(page, 'attendance')).toBeVisible()
  expect(page.url()).toBe(lesson)
  await expect(note(page)).toHaveValue(NOTE)
  await page.locator('[data-action="save-note"]').click()
  await expect(page.locator('#att-note-state')).toContainText('Tallennettu')
  await expect.poll(async () => (await stored(page)).vault).not.toContain(NOTE)
})

test('somebody else who logs in at that place gets nothing of the note, and it is gone', async ({ person }) => {
  const page = await person()
  await expiredWhileWriting(page, OTHER)
  await logInAgain(page, 'rehtori')
  await expect(page.locator('.person-button:visible').first()).toContainText('Tuomas')
  expect(await written(page)).not.toMatch(/Hanna|Rautio|Jakolaskua/)
  const { shell, vault } = await stored(page)
  expect(shell + vault).not.toContain(OTHER)
})
