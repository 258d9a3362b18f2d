import type { Page } from '@playwright/test'
import { examine } from '../src/examination.ts'
import { markClass, openUnmarkedLesson, PUPIL } from '../src/journey.ts'
import { logIn } from '../src/people.ts'
import { expectNoSidewaysScroll, goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const tools = (page: Page) => page.locator('[data-devtools]')
const tab = (page: Page, name: string) => page.locator(`[data-devtools] [data-tab="${name}"]`)
const row = (page: Page, text: string) => tools(page).getByRole('row').filter({ hasText: text })

async function openTools(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Kehittäjän')
  await page.keyboard.press('Enter')
  await expect(tools(page).getByRole('tab')).toHaveCount(7)
}

/** As a platform that somebody develops on gives its pages. */
const develop = async (page: Page) =>
  page.addInitScript(() => {
    const mark = () => document.documentElement?.setAttribute('data-develops', '')
    new MutationObserver(mark).observe(document, { childList: true })
  })

test('the operator sees what stands on the page, has it fail, and closes the tools again', async ({ person }) => {
  const page = await person()
  await logIn(page, 'operaattori', { to: '/digione/console' })
  await expect(mounted(page, 'console')).toBeVisible()
  await page
    .locator('.bar-button[aria-haspopup]')
    .filter({ has: page.locator('d1-icon[name="help"]') })
    .click()
  await page.getByRole('menuitem', { name: 'Kehittäjän työkalut' }).click()
  const console = row(page, 'console@')
  await expect(console).toContainText(/ready.*\d+,?\d* kt.*\d+ ms.*\d+ ms/)
  await console.locator('[data-crash]').click()
  await expect(page.locator('.failure')).toContainText('Hallinta')
  await expect(console).toContainText('failed')
  await page.locator('.failure').getByRole('button').click()
  await expect(mounted(page, 'console')).toBeVisible()
  await tab(page, 'shared').click()
  await expect(row(page, 'react-dom/client')).toContainText(/19\..*shell.*console/)
  await tools(page).getByRole('button', { name: 'Sulje kehittäjän työkalut' }).click()
  await expect(tools(page)).toHaveCount(0)
  await page.reload()
  await expect(mounted(page, 'console')).toBeVisible()
  await expect(tools(page)).toHaveCount(0)
})

test('requests, events, tokens, libraries and settings of a class’s page are told, and no token is', async ({ person }) => {
  const page = await person()
  await develop(page)
  await logIn(page, 'opettaja-espoo', { to: '/' })
  await openTools(page)
  await openUnmarkedLesson(page)
  await markClass(page, PUPIL)
  await test.step('requests, also of the page’s first ones after it was loaded anew', async () => {
    await tab(page, 'requests').click()
    await expect(row(page, 'PUT api:/').or(row(page, 'POST api:/')).first()).toContainText(/20\d\s*\d+ ms/)
    await page.reload()
    await tab(page, 'requests').click()
    await expect(row(page, 'GET api:/').first()).toContainText(/200\s*\d+ ms/)
  })
  await test.step('an event that the backend told', async () => {
    await tab(page, 'events').click()
    await page.locator('[data-learner]').first().click()
    await expect(row(page, 'attendance').first()).toBeVisible()
  })
  await test.step('whom tokens are for', async () => {
    await tab(page, 'tokens').click()
    await expect(row(page, 'attendance').first()).toContainText(/http:\/\/attendance\..*roster\./)
    // The shape of a token, which begins with its header.
    expect(await tools(page).innerHTML()).not.toContain('eyJ')
  })
  await test.step('libraries and settings', async () => {
    await tab(page, 'shared').click()
    await expect(row(page, 'react-dom').first()).toContainText('19.')
    await tab(page, 'settings').click()
    await expect(row(page, 'explanationDays')).toContainText(/7.*palvelun oletus/)
  })
})

test('a slow and a failing backend are simulated for one module, and both end with the tools', async ({ person }) => {
  const page = await person()
  await develop(page)
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await expect(mounted(page, 'attendance')).toBeVisible()
  await openTools(page)
  await tab(page, 'simulate').click()
  await tools(page).locator('[data-simulate="module"]').selectOption('attendance')
  await tools(page).locator('[data-simulate="failing"]').selectOption('unavailable')
  await goTo(page, 'timetable')
  await expect(mounted(page, 'timetable').locator('[data-lesson], a[href*="/lessons/"]').first()).toBeVisible()
  await goTo(page, 'attendance')
  await expect(mounted(page, 'attendance').getByRole('alert').first()).toBeVisible()
  await tab(page, 'requests').click()
  await expect(row(page, 'attendance').first()).toContainText('503')
  await tools(page).getByRole('button', { name: 'Sulje' }).click()
  await goTo(page, 'timetable')
  await goTo(page, 'attendance')
  await expect(mounted(page, 'attendance').locator('[data-lesson]').first()).toBeVisible()
})

test('the tools are nobody else’s, whatever is kept in the tab', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/' })
  await page.evaluate(() => sessionStorage.setItem('digione.developing', ''))
  await page.reload()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Kehittäjän')
  await expect(page.locator('.palette-none')).toBeVisible()
  await expect(tools(page)).toHaveCount(0)
})

test('the tools are used by keyboard, fit a phone, and are accessible', async ({ person }) => {
  const page = await person()
  await develop(page)
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  await openTools(page)
  await tab(page, 'modules').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(tab(page, 'simulate')).toBeFocused()
  await expect(tools(page).locator('[data-simulate="context"]')).toBeVisible()
  for (const name of ['simulate', 'modules', 'tokens'] as const)
    await examine(page, { name: `developer’s tools, ${name}`, open: async (there) => tab(there, name).click() })
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
})
