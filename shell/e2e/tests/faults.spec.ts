import type { Page } from '@playwright/test'
import { faultModule } from '../src/fault-modules.ts'
import { differentPixels } from '../src/pixels.ts'
import { logIn } from '../src/people.ts'
import { goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const place = (page: Page, fault: string) => page.locator(`[data-module="${faultModule(fault)}"][data-slot="page"]`)
const failure = (page: Page) => page.locator('.failure')
const retry = (page: Page) => failure(page).getByRole('button')

/** A school secretary at the page of a faulty module. */
async function open(page: Page, fault: string): Promise<void> {
  await logIn(page, 'koulusihteeri')
  await page.goto(`/espoo/${faultModule(fault)}`)
}

/** The rule for every fault: the card names the module and is announced, and the rest goes on working. */
async function expectContained(page: Page, fault: string): Promise<void> {
  await expect(failure(page)).toContainText(`Vika: ${fault}`)
  await expect(failure(page)).toContainText(/[2-9A-Z]{4}-[2-9A-Z]{4}/)
  await goTo(page, 'attendance')
  await expect(place(page, fault)).toHaveCount(0)
}

for (const fault of ['throws-at-once', 'throws-in-mount']) {
  test(`a module that ${fault.replaceAll('-', ' ')} shows its card, and the rest works`, async ({ person }) => {
    const page = await person({ attacked: true })
    await open(page, fault)
    await expect(place(page, fault)).toHaveAttribute('data-state', 'failed')
    await expectContained(page, fault)
  })
}

test('a module that throws in its first mount works after another try, in place', async ({ person }) => {
  const page = await person()
  await open(page, 'throws-once')
  await expect(failure(page)).toContainText('Vika: throws-once')
  await retry(page).click()
  await expect(place(page, 'throws-once')).toHaveText('ready')
  await expect(failure(page)).toHaveCount(0)
})

test('a module that throws three times in a row rests: its code is not run again for a while', async ({ person }) => {
  const page = await person()
  await open(page, 'throws-in-mount')
  for (const _ of [1, 2, 3]) {
    await expect(place(page, 'throws-in-mount')).toHaveAttribute('data-state', 'failed')
    await retry(page).click()
  }
  await expect(failure(page)).toContainText('pysäytetty')
  await expectContained(page, 'throws-in-mount')
})

test('a module whose mount never ends has its card after four seconds', async ({ person }) => {
  const page = await person()
  await open(page, 'mount-hangs')
  await expect(place(page, 'mount-hangs')).toHaveAttribute('data-state', 'mounting')
  await expect(place(page, 'mount-hangs')).toHaveAttribute('data-state', 'failed', { timeout: 6_000 })
  await expectContained(page, 'mount-hangs')
})

test('a module whose unmount never ends is gone within three seconds, and navigation goes on', async ({ person }) => {
  const page = await person()
  await open(page, 'unmount-hangs')
  await expect(place(page, 'unmount-hangs')).toHaveAttribute('data-state', 'ready')
  await page.locator('[data-nav="attendance"]:visible').first().click()
  await expect(mounted(page, 'attendance')).toBeVisible({ timeout: 4_000 })
  await expect(place(page, 'unmount-hangs')).toHaveCount(0, { timeout: 4_000 })
  await page.goBack()
  await expect(place(page, 'unmount-hangs')).toHaveAttribute('data-state', 'ready')
})

test('what a module throws later is its own notice, and nothing else changes', async ({ person }) => {
  const page = await person({ attacked: true })
  await open(page, 'throws-later')
  await expect(page.locator('.toast')).toContainText('Vika: throws-later')
  await expect(place(page, 'throws-later')).toHaveText('ready')
  await goTo(page, 'attendance')
})

test('a part of a module that is gone for good has the module’s card, without a reload, and another try brings it', async ({ person }) => {
  const page = await person({ attacked: true })
  await open(page, 'asks-later')
  await page.route('**/releases/fault-asks-later/**/lazy.js', async (route) => route.fulfill({ status: 404 }))
  let documents = 0
  page.on('framenavigated', (frame) => void (frame === page.mainFrame() && documents++))
  await place(page, 'asks-later').getByRole('button', { name: 'more' }).click()
  await expect(place(page, 'asks-later')).toHaveAttribute('data-state', 'failed')
  await expect(failure(page)).toContainText('Vika: asks-later')
  await page.unrouteAll()
  expect(documents).toBe(0)
  await retry(page).click()
  const more = place(page, 'asks-later').getByRole('button', { name: 'more' })
  await more.click()
  // A browser that keeps the failure has the module in another document, where it is asked again.
  await expect(place(page, 'asks-later').getByText('part of 1.0.0').or(more).first()).toBeVisible()
  await expect(async () => {
    if (documents > 0) await more.click({ timeout: 1000 })
    await expect(place(page, 'asks-later')).toContainText('part of 1.0.0', { timeout: 1000 })
  }).toPass({ timeout: 10_000 })
})

test('a part of a module that was changed on its way is refused, and its card says that it was blocked', async ({ person }) => {
  const page = await person({ attacked: true })
  await open(page, 'asks-later')
  await page.route('**/releases/fault-asks-later/**/lazy.js', async (route) =>
    route.fulfill({ status: 200, contentType: 'text/javascript', body: 'globalThis.wasRun = true; export const words = 1' }),
  )
  await place(page, 'asks-later').getByRole('button', { name: 'more' }).click()
  await expect(place(page, 'asks-later')).toHaveAttribute('data-state', 'failed')
  await expect(failure(page)).toContainText('estettiin')
  expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
})

test('listeners and timers that a module leaves behind end with it, and are there again when it is', async ({ person }) => {
  const page = await person()
  await open(page, 'leaks')
  const provoke = () =>
    page.evaluate(async () => {
      dispatchEvent(new Event('resize'))
      document.dispatchEvent(new Event('visibilitychange'))
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { ...(Reflect.get(globalThis, 'leaked') as { window: number; document: number; interval: number }) }
    })
  await expect(place(page, 'leaks')).toHaveText('ready')
  const inside = await provoke()
  expect(inside).toMatchObject({ window: 50, document: 50 })
  expect(inside.interval).toBeGreaterThan(50)
  await goTo(page, 'attendance')
  // What was on its way when it went may still have come.
  const after = await provoke()
  expect(await provoke()).toEqual(after)
  expect(after.window).toBe(50)
  await page.goBack()
  await expect(place(page, 'leaks')).toHaveText('ready')
  expect(await provoke()).toMatchObject({ window: 50, document: 50 })
})

test('a module’s stylesheet for everything leaves the shell as it is, to the pixel', async ({ person }) => {
  const [page, blank] = [await person(), await person()]
  const shoot = async (part: string) => {
    // Before it is known who is there, a skeleton has its place.
    await expect(page.locator('.rail .person-button')).toBeVisible()
    return page.locator(part).screenshot()
  }
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('throws-once')}` })
  await expect(failure(page)).toBeVisible()
  const before = { rail: await shoot('.rail'), top: await shoot('.top') }
  await page.goto(`/espoo/${faultModule('global-css')}`)
  await expect(place(page, 'global-css')).toHaveAttribute('data-state', 'ready')
  await expect(page.locator('link[rel="stylesheet"][href*="fault-global-css"]')).toHaveCount(1)
  expect(await differentPixels(blank, before.rail, await shoot('.rail'))).toBe(0)
  expect(await differentPixels(blank, before.top, await shoot('.top'))).toBe(0)
  expect(await differentPixels(blank, before.rail, before.top), 'the comparison tells a difference').toBeGreaterThan(0)
})

test('a module that adds to every object fails alone', async ({ person }) => {
  const page = await person()
  await open(page, 'pollutes')
  await expect(place(page, 'pollutes')).toHaveAttribute('data-state', 'failed')
  await expectContained(page, 'pollutes')
  await goTo(page, 'timetable')
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
})

test('a module that gives every array another method leaves the shell working', async ({ person }) => {
  const page = await person()
  await open(page, 'extends-arrays')
  await expect(place(page, 'extends-arrays')).toHaveText('ready')
  await goTo(page, 'timetable')
  await goTo(page, 'attendance')
  await page
    .getByRole('button', { name: /^Kieli/ })
    .first()
    .click()
  await page.getByText('Svenska', { exact: true }).first().click()
  await expect(mounted(page, 'attendance').locator('h1')).toHaveText('Frånvaro')
})

test('a module that goes somewhere a thousand times a second is held back, and the address stays what it is', async ({ person }) => {
  const page = await person({ attacked: true })
  await open(page, 'spams-history')
  await expect(place(page, 'spams-history')).toHaveText('ready')
  const depth = async () => page.evaluate(() => history.length)
  const before = await depth()
  await page.waitForTimeout(2000)
  expect((await depth()) - before).toBeLessThan(20)
  await goTo(page, 'attendance')
  await expect(page).toHaveURL(/\/espoo\/attendance$/)
})

test('of ten thousand calls at once most are refused with 429, and other modules’ calls are served', async ({ person }) => {
  const page = await person({ attacked: true })
  await open(page, 'calls-without-end')
  await expect(place(page, 'calls-without-end')).toHaveText(/refused 9\d{3}/)
  await goTo(page, 'attendance')
  await expect(mounted(page, 'attendance').locator('h1')).toBeVisible()
  await goTo(page, 'timetable')
  await expect(mounted(page, 'timetable').getByRole('alert')).toHaveCount(0)
})

test('messages that a module forges, to the window, the vault and other tabs, change nothing', async ({ person }) => {
  const page = await person()
  await open(page, 'forges-messages')
  await expect(place(page, 'forges-messages')).toHaveText('ready')
  await page.waitForTimeout(500)
  await goTo(page, 'attendance')
  await page.reload()
  await expect(mounted(page, 'attendance')).toBeVisible()
})

test('a module that traps the focus is left with Escape, which is said', async ({ person }) => {
  const page = await person()
  await open(page, 'traps-focus')
  const field = place(page, 'traps-focus').locator('input')
  await expect(field).toBeFocused()
  for (const _ of [1, 2]) {
    await page.keyboard.press('Tab')
    await page.waitForTimeout(100)
    await expect(field).toBeFocused()
  }
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: 'Paina Esc' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.locator('nav a:focus')).toHaveCount(1)
  await page.waitForTimeout(300)
  await expect(page.locator('nav a:focus')).toHaveCount(1)
  await page.keyboard.press('Tab')
  await expect(field).not.toBeFocused()
})
