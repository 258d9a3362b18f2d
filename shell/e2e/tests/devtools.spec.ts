import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { examine } from '../src/examination.ts'
import { markClass, openUnmarkedLesson, PUPIL } from '../src/journey.ts'
import { logIn, sessionOrigin } from '../src/people.ts'
import { writePlainModule } from '../src/plain-module.ts'
import { card, expectNoSidewaysScroll, goTo, landing, logOut, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const tools = (page: Page) => page.locator('[data-devtools]')
const tab = (page: Page, name: string) => page.locator(`[data-devtools] [data-tab="${name}"]`)
const row = (page: Page, text: string) => tools(page).getByRole('row').filter({ hasText: text })

async function openTools(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.locator('dialog.palette')).toBeVisible()
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
  await tools(page).locator('[data-choose="module"]').selectOption('attendance')
  await tools(page).locator('[data-choose="failing"]').selectOption('unavailable')
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
  await expect(tools(page).locator('[data-choose="context"]')).toBeVisible()
  for (const name of ['simulate', 'modules', 'tokens'] as const)
    await examine(page, { name: `developer’s tools, ${name}`, open: async (there) => tab(there, name).click() })
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
})

/** The module that the trial vendor of a stack may publish. */
const TRIED = 'homework'
const NAME = { fi: 'Läksyt', sv: 'Läxor' }
const SHOWS = `export default {
  mount(el) { el.replaceChildren(Object.assign(document.createElement('h1'), { textContent: 'VERSION' })) },
  slots: { 'desktop.card.v1'(el) { el.replaceChildren(Object.assign(document.createElement('p'), { textContent: 'VERSION' })) } },
}`

/** The vendor's end: publishes releases that show their version, and withdraws them. */
function vendor(folder: string) {
  const account = process.env['E2E_ACCOUNT']
  if (!account) throw new Error('E2E_ACCOUNT is set by the global set-up, or beside E2E_ORIGIN')
  const program = join(import.meta.dirname, '../../../sdk/bin/digione.js')
  // Beside the account, which may outlive this run: the platform knows one key of it.
  const env = { ...process.env, DIGIONE_KEYS: join(dirname(account), 'keys') }
  const digione = async (...args: string[]) =>
    (await promisify(execFile)(process.execPath, [program, ...args, '--account', account], { cwd: folder, env })).stdout
  return {
    async publish(version: string, channel: 'stable' | 'preview', roles: readonly string[] = ['operator']): Promise<string> {
      const vendorOf = { name: 'Kokeilija Oy', contact: 'tuki@kokeilija.example' }
      const common = { id: TRIED, version, hostApi: '1.0', name: NAME, description: NAME, icon: 'check', vendor: vendorOf, roles, isolation: 'page' }
      const manifest = { ...common, paths: { '/': { title: NAME } }, slots: { 'desktop.card.v1': {} } }
      writePlainModule(folder, manifest, { 'app.js': SHOWS.replaceAll('VERSION', version) })
      return /homework@[0-9a-f]{12}/.exec(await digione('publish', '--channel', channel))?.[0] ?? ''
    },
    yank: async (version: string) => digione('yank', version, '--reason', 'Kadottaa merkinnät'),
  }
}

test.describe('another release in one tab', () => {
  const folder = mkdtempSync(join(tmpdir(), 'digione-tried-'))
  const { publish, yank } = vendor(folder)
  // A stack that runs already may have those of the time before.
  const stable = `1.${Math.floor(Date.now() / 1000)}.0`
  const preview = stable.replace(/0$/, '1')
  let release = ''
  const shows = (page: Page, version: string) => expect(mounted(page, TRIED).locator('h1')).toHaveText(version)
  const banner = (page: Page) => page.locator(`[data-override="${TRIED}"]`)
  test.beforeAll(async () => {
    await publish(stable, 'stable')
    release = await publish(preview, 'preview')
  })
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function choose(page: Page): Promise<void> {
    // A tab that remembers them opens them by itself, a moment after the page.
    if (!(await page.evaluate(() => sessionStorage.getItem('digione.developing') !== null))) await openTools(page)
    await tab(page, 'modules').click()
    await tools(page).locator('[data-choose="override-module"]').selectOption(TRIED)
    await tools(page).locator('[data-choose="override-release"]').selectOption(release)
    await tools(page).getByRole('button', { name: 'Näytä tässä välilehdessä' }).click()
    await shows(page, preview)
  }

  test('stands there in place of the one that is on, through reloads and on the desktop, until it is ended, withdrawn or left by a log-out', async ({
    person,
  }) => {
    const page = await person()
    await logIn(page, 'operaattori', { to: `/digione/console/services/${TRIED}` })
    const isOn = page.locator('[data-place="municipality"]').getByRole('switch')
    await expect(isOn).toBeEnabled()
    if (!(await isOn.isChecked())) await isOn.click()
    await expect(isOn).toBeChecked()
    await page.goto(`/digione/${TRIED}`)
    await shows(page, stable)
    const other = await page.context().newPage()
    await other.goto(`/digione/${TRIED}`)
    await shows(other, stable)

    await choose(page)
    await expect(banner(page)).toContainText(new RegExp(`Läksyt.*${preview}.*${release}`))
    await page.reload()
    await shows(page, preview)
    await page.goto('/')
    await expect(card(page, TRIED)).toHaveText(new RegExp(preview))
    await expect(banner(page)).toBeVisible()
    await other.reload()
    await shows(other, stable)
    await expect(banner(other)).toHaveCount(0)
    await other.close()

    await banner(page).getByRole('button', { name: 'Lopeta' }).click()
    await expect(card(page, TRIED)).toHaveText(new RegExp(stable))
    await expect(banner(page)).toHaveCount(0)

    await page.goto(`/digione/${TRIED}`)
    await choose(page)
    await logOut(page)
    await expect(landing(page)).toBeVisible()
    await logIn(page, 'operaattori', { to: `/digione/${TRIED}` })
    await shows(page, stable)
    await expect(banner(page)).toHaveCount(0)

    await choose(page)
    await yank(preview)
    await expect(banner(page)).toContainText('Se on vedetty pois.')
    await shows(page, stable)
    await banner(page).getByRole('button', { name: 'Selvä' }).click()
    await shows(page, stable)
    await expect(banner(page)).toHaveCount(0)
  })

  test('is nobody’s who may not have it, whatever the tab asks for', async ({ person }) => {
    const page = await person()
    await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
    await expect(mounted(page, 'timetable')).toBeVisible()
    const vault = page.frames().find((frame) => frame.url().startsWith(sessionOrigin()))
    await vault?.evaluate((asked) => sessionStorage.setItem('digione.overrides', asked), release)
    await page.reload()
    await expect(mounted(page, 'timetable')).toBeVisible()
    await expect(banner(page)).toContainText('Et saa valita tämän palvelun julkaisuja.')
    expect(await page.content()).not.toContain(release.replace('@', '/'))
    await banner(page).getByRole('button', { name: 'Selvä' }).click()
    await expect(mounted(page, 'timetable')).toBeVisible()
    await expect(banner(page)).toHaveCount(0)
  })
})
