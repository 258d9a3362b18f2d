import type { Page } from '@playwright/test'
import { startOwnProduct, waitUntilKept } from '../src/outage.ts'
import type { OwnProduct } from '../src/outage.ts'
import { logIn } from '../src/people.ts'
import { card, goTo, heading, landing, logOut, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

let product: OwnProduct
test.beforeAll(async () => {
  test.setTimeout(300_000)
  product = await startOwnProduct()
})
test.afterAll(() => product.remove())

const banner = (page: Page) => page.locator('.connection [data-status="warning"]')
const AS_OF = /Näet tiedot sellaisina kuin ne olivat kello \d{1,2}\.\d{2}: ne voivat olla vanhentuneita/

async function openAsGuardian(page: Page): Promise<void> {
  await logIn(page, 'huoltaja', { origin: product.origin })
  await expect(card(page, 'timetable')).toHaveCount(2)
  await waitUntilKept(page, product.origin)
}

test('while the server is down the shell starts with what it was told last, says since when, and goes on by itself when the server is back', async ({
  person,
}) => {
  test.setTimeout(180_000)
  const page = await person({ phone: true, attacked: true })
  await openAsGuardian(page)
  await product.stop()

  await page.reload()
  await expect(page.locator('.desktop-heading')).toContainText(['Eino', 'Lilja'])
  await expect(banner(page)).toContainText(AS_OF)
  await page.locator('[data-nav="attendance"]:visible').first().click()
  await expect(page).toHaveURL(/\/espoo\/attendance/)
  await page.goto(`${product.origin}/more`)
  await expect(heading(page)).toBeVisible()
  await expect(banner(page)).toContainText(AS_OF)

  // A tab that nothing was ever told: it says so, in the shell's own words.
  const other = await page.context().newPage()
  await other.goto(`${product.origin}/`)
  await expect(other.getByRole('heading', { name: 'DigiOneen ei saada yhteyttä' })).toBeVisible({ timeout: 30_000 })

  await page.goto(`${product.origin}/`)
  await expect(banner(page)).toContainText(AS_OF)
  let navigations = 0
  page.on('framenavigated', (frame) => void (frame === page.mainFrame() && navigations++))
  await product.start()
  await expect(banner(page)).toHaveCount(0, { timeout: 40_000 })
  expect(navigations).toBe(0)
  await goTo(page, 'attendance')
  await other.getByRole('button', { name: 'Yritä uudelleen' }).click()
  await expect(card(other, 'timetable')).toHaveCount(2)
})

test('a page that was opened with a release asks for more of that same one after a newer one is out, and the next page has the newer one', async ({
  person,
}) => {
  test.setTimeout(120_000)
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { origin: product.origin })
  await page.goto(`${product.origin}/espoo/fault-asks-later`)
  const module = mounted(page, 'fault-asks-later')
  await expect(module).toBeVisible()
  const release = await module.getAttribute('data-release')
  // Unsaved work holds the page where it is; without any it goes to the newer release by itself.
  await module.getByRole('button', { name: 'write' }).click()
  await product.stop()
  await product.start('1.1.0')
  await expect(banner(page)).toHaveCount(0, { timeout: 40_000 })
  await module.getByRole('button', { name: 'more' }).click()
  await expect(module).toContainText('part of 1.0.0')
  await expect(module).toHaveAttribute('data-release', release ?? '')
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(`${product.origin}/espoo/fault-asks-later`)
  await module.getByRole('button', { name: 'more' }).click()
  await expect(module).toContainText('part of 1.1.0')
  await expect(module).not.toHaveAttribute('data-release', release ?? '')
})

const RUBBISH = {
  'a network’s own page': { status: 200, type: 'text/html', body: '<!doctype html><title>Hotel</title><p>Welcome to our network' },
  'a proxy’s error': { status: 503, type: 'text/html', body: '<h1>503 Service Unavailable</h1>' },
  'half of an answer': { status: 200, type: 'application/json', body: '{"person":{"id":"' },
  'an answer about nothing': { status: 200, type: 'application/json', body: '{}' },
}
test('whatever stands in the platform’s place, what it said last is kept and shown', async ({ person }) => {
  test.setTimeout(180_000)
  const page = await person({ attacked: true })
  await openAsGuardian(page)
  await product.stop()
  for (const [name, answer] of Object.entries(RUBBISH)) {
    await test.step(name, async () => {
      const end = await product.impersonate(answer)
      await page.goto(`${product.origin}/`)
      await expect(page.locator('.desktop-heading')).toContainText(['Eino', 'Lilja'])
      await expect(banner(page)).toContainText(AS_OF)
      await end()
    })
  }
  await product.start()
  await expect(banner(page)).toHaveCount(0, { timeout: 40_000 })
  await expect(card(page, 'timetable')).toHaveCount(2)
})

test('an answer that is rubbish changes nothing of an open page', async ({ person }) => {
  const page = await person({ attacked: true })
  await openAsGuardian(page)
  for (const body of Object.values(RUBBISH)) {
    await page.route('**/api/me', async (route) => route.fulfill({ status: body.status, contentType: body.type, body: body.body }))
    await page.reload()
    await expect(page.locator('.desktop-heading')).toContainText(['Eino', 'Lilja'])
    await expect(banner(page)).toContainText(AS_OF)
    await page.unrouteAll()
  }
  await page.reload()
  await expect(card(page, 'timetable')).toHaveCount(2)
  await expect(banner(page)).toHaveCount(0)
})

test('after a log-out nothing is kept in the browser, and the next visit without a server shows nobody', async ({ person }) => {
  test.setTimeout(120_000)
  const page = await person({ attacked: true })
  await openAsGuardian(page)
  await logOut(page)
  await expect(landing(page)).toBeVisible()
  const kept = () =>
    page.evaluate(async () => ({ workers: (await navigator.serviceWorker.getRegistrations()).length, caches: await caches.keys(), tab: { ...sessionStorage } }))
  expect(await kept()).toEqual({ workers: 0, caches: [], tab: {} })
  await product.stop()
  await expect(page.goto(`${product.origin}/`)).rejects.toThrow(/ERR_/)
  await product.start()
})

test('where streams are blocked the shell asks instead: no banner, and a switch is followed within 15 seconds', async ({ person }) => {
  test.setTimeout(120_000)
  const admin = await person()
  const page = await person({ attacked: true })
  await page.route('**/api/live*', async (route) => route.abort('connectionreset'))
  await logIn(page, 'opettaja-espoo', { origin: product.origin })
  await expect(card(page, 'attendance')).toBeVisible()
  await logIn(admin, 'paakayttaja-espoo', { origin: product.origin, to: '/espoo/console' })
  await expect(mounted(admin, 'console')).toBeVisible()
  await admin.locator('[data-service="attendance"] h2 a').click()
  // Asked for the first time: from here on a change is noticed.
  await page.waitForTimeout(12_000)
  await admin.locator('[data-place="municipality"]').getByRole('switch').click()
  await admin.locator('dialog[open] [data-kind="danger"]').click()
  await expect(card(page, 'attendance')).toHaveCount(0, { timeout: 15_000 })
  await expect(banner(page)).toHaveCount(0)
  await admin.locator('[data-place="municipality"]').getByRole('switch').click()
  await expect(card(page, 'attendance')).toHaveCount(1, { timeout: 15_000 })
})

test('without a network the shell says so, stays usable and starts, and with one it goes on', async ({ person }) => {
  const page = await person({ attacked: true })
  await openAsGuardian(page)
  await page.context().setOffline(true)
  await expect(banner(page)).toContainText('Laite ei ole yhteydessä verkkoon')
  await page.locator('[data-nav="attendance"]:visible').first().click()
  await expect(page).toHaveURL(/\/espoo\/attendance/)
  await page.context().setOffline(false)
  await expect(banner(page)).toHaveCount(0, { timeout: 40_000 })
})

test('on a line as slow as 3G the frame stands at once with its skeletons, and everything comes', async ({ person }) => {
  test.setTimeout(120_000)
  const page = await person({ phone: true })
  await openAsGuardian(page)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.clearBrowserCache')
  // The browser's own figures for "Slow 3G".
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 })
  await page.goto(`${product.origin}/`, { waitUntil: 'commit' })
  await expect(page.locator('nav:visible, .frame-skeleton').first()).toBeVisible()
  await expect(card(page, 'timetable')).toHaveCount(2, { timeout: 60_000 })
  await expect(card(page, 'attendance')).toHaveCount(2, { timeout: 30_000 })
  await expect(banner(page)).toHaveCount(0)
})

for (const [name, days] of [
  ['ahead', 1],
  ['behind', -1],
] as const) {
  test(`with a clock a day ${name} a person logs in and works as ever`, async ({ person }) => {
    const page = await person()
    await page.context().clock.install({ time: Date.now() + days * 86_400_000 })
    await logIn(page, 'opettaja-espoo', { origin: product.origin })
    await expect(card(page, 'timetable')).toBeVisible()
    await goTo(page, 'attendance')
    await expect(page.locator('[data-lesson]').first()).toBeVisible()
    await page.reload()
    await expect(mounted(page, 'attendance')).toBeVisible()
    await expect(banner(page)).toHaveCount(0)
  })
}
