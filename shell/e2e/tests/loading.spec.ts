import type { CDPSession, Page, Route } from '@playwright/test'
import { logIn, shellOrigin } from '../src/people.ts'
import { goTo, landing, logOut, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const failureOf = (page: Page) => page.locator('.failure')
const faulted = (page: Page) => page.locator('[data-module="timetable"][data-slot="page"]')

interface Asked {
  readonly url: string
  /** Whether the document itself asked for it, rather than a script or a style that had come by then. */
  readonly isByDocument: boolean
}

/** Every request that a page's own document makes. */
async function watchRequests(cdp: CDPSession): Promise<Asked[]> {
  const asked: Asked[] = []
  cdp.on('Network.requestWillBeSent', ({ request, initiator }) => {
    asked.push({ url: request.url, isByDocument: initiator.type === 'parser' || initiator.type === 'preload' })
  })
  await cdp.send('Network.enable')
  return asked
}

/** Has the page note, in ms since its navigation began, when its module was ready and when the first row of data stood in it. */
async function watchTimes(page: Page): Promise<() => Promise<{ ready: number; row: number }>> {
  await page.addInitScript(() => {
    const marks: Readonly<Record<string, string>> = {
      ready: '[data-module="timetable"][data-state="ready"]',
      row: '[data-module="timetable"] a[href*="/timetable/lessons/"]',
    }
    const watch = new MutationObserver(() => {
      for (const [mark, selector] of Object.entries(marks)) {
        if (performance.getEntriesByName(mark).length === 0 && document.querySelector(selector)) performance.mark(mark)
      }
    })
    watch.observe(document, { subtree: true, childList: true, attributes: true })
  })
  const at = async (mark: string) => page.evaluate((name) => Math.round(performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN), mark)
  return async () => ({ ready: await at('ready'), row: await at('row') })
}

test('from a cold cache a module paints after two waves, with nothing fetched twice', async ({ person }, { annotations }) => {
  const page = await person()
  const times = await watchTimes(page)
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.clearBrowserCache')
  const asked = await watchRequests(cdp)
  await page.goto('/espoo/timetable')
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expect(page.locator('[data-module="timetable"] a[href*="/timetable/lessons/"]').first()).toBeVisible()
  const { ready, row } = await times()
  annotations.push({ type: 'measured', description: `cold cache: the module is there after ${ready} ms, its first row of data after ${row} ms` })

  const files = asked.filter(({ url }) => /\/(assets|releases)\//.test(url))
  const painted = files.filter(({ url }) => !/\/releases\/(?!timetable\/)/.test(url))
  expect(files.map(({ url }) => url)).toHaveLength(new Set(files.map(({ url }) => url)).size)
  // One wave of files: what paints is named by the document, whenever it comes. The second wave is who is logged in.
  expect(painted.filter(({ isByDocument }) => !isByDocument).map(({ url }) => url)).toEqual([])
  expect(painted.length).toBeGreaterThan(3)
})

const lesson = (page: Page) => page.locator('[data-module="timetable"] a[href*="/timetable/lessons/"]').first()

/** Holds the timetable's code back until told, and notes what its backend is asked, preflights aside. */
async function holdTimetable(page: Page): Promise<{ asked: string[]; letGo: () => void }> {
  const asked: string[] = []
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  page.on('request', (request) => {
    const { host, pathname } = new URL(request.url())
    if (host.startsWith('timetable.') && pathname === '/lessons' && request.method() === 'GET') asked.push(request.url())
  })
  await page.route(/releases\/timetable\/.*remoteEntry/, async (route) => {
    await held
    await route.continue()
  })
  return { asked, letGo }
}

test('a page that is opened again has its data on its way before its module is there, and asks for it once', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(lesson(page)).toBeVisible()
  const { asked, letGo } = await holdTimetable(page)
  await page.reload({ waitUntil: 'commit' })
  await expect.poll(() => asked).toHaveLength(1)
  await expect(lesson(page)).toHaveCount(0)
  letGo()
  await expect(lesson(page)).toBeVisible()
  expect(asked).toHaveLength(1)
})

test('a page that this tab has never shown has on its way what its manifest names, before its module is there, and asks for it once', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
  const { asked, letGo } = await holdTimetable(page)
  await page.goto('/espoo/timetable?date=2026-11-24', { waitUntil: 'commit' })
  await expect.poll(() => asked.map((url) => new URL(url).search)).toEqual(['?week=2026-11-24'])
  await expect(lesson(page)).toHaveCount(0)
  letGo()
  await expect(lesson(page)).toBeVisible()
  expect(asked).toHaveLength(1)
})

test('what a manifest lets be asked in an idle moment is there when its link is followed', async ({ person }) => {
  const page = await person()
  const { asked, letGo } = await holdTimetable(page)
  letGo()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await expect.poll(() => asked, { timeout: 15_000 }).toHaveLength(1)
  await goTo(page, 'timetable')
  await expect(lesson(page)).toBeVisible()
  expect(asked).toHaveLength(1)
})

/** Takes out of the server's answers what manifests name: what is sent ahead then was learned. */
async function nameNothing(page: Page): Promise<void> {
  await page.route(/\/api\/(me|tokens\/page)$/, async (route) => {
    const { host, pathname, port } = new URL(route.request().url())
    const answer = await route.fetch({ url: `http://127.0.0.1:${port}${pathname}`, headers: { ...route.request().headers(), host } })
    const body = JSON.parse(await answer.text(), (key, value: unknown) => (key === 'first' ? [] : value)) as object
    await route.fulfill({ response: answer, json: body })
  })
}

test('somebody else in the same tab has nothing sent ahead of what the person before had opened', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(lesson(page)).toBeVisible()
  await logOut(page)
  await expect(landing(page)).toBeVisible()
  const { asked, letGo } = await holdTimetable(page)
  await nameNothing(page)
  await logIn(page, 'rehtori', { to: '/espoo/timetable' })
  // Not there, whether still on its way or given up: so whatever was asked was asked ahead of it.
  await expect(faulted(page)).toHaveAttribute('data-state', /loading|failed/)
  await page.waitForTimeout(1000)
  expect(asked).toEqual([])
  letGo()
})

test('a module whose entry answers 503 twice loads without an error', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
  let asked = 0
  await page.route(/releases\/timetable\/.*remoteEntry/, async (route) => (++asked <= 2 ? route.fulfill({ status: 503 }) : route.continue()))
  await page.goto('/espoo/timetable')
  await expect(mounted(page, 'timetable')).toBeVisible()
  expect(asked).toBeGreaterThanOrEqual(3)
})

const faults: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  'is not there': async (route) => route.fulfill({ status: 404 }),
  'answers HTML': async (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>' }),
  'cannot be reached': async (route) => route.abort('connectionrefused'),
}
for (const [name, fault] of Object.entries(faults)) {
  test(`a module whose entry ${name} shows its card, the rest works, and another try fetches again`, async ({ person }) => {
    const page = await person({ attacked: true })
    await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
    await page.route(/releases\/timetable\/.*remoteEntry/, fault)
    await page.goto('/espoo/timetable')
    await expect(faulted(page)).toHaveAttribute('data-state', 'failed')
    await expect(failureOf(page)).toContainText('Lukujärjestys')
    await goTo(page, 'attendance')
    await page.goBack()
    await expect(failureOf(page)).toBeVisible()
    await page.unrouteAll()
    await failureOf(page).getByRole('button').click()
    await expect(mounted(page, 'timetable')).toBeVisible()
  })
}

test('an entry that hangs shows the skeleton, its card at 8 s, and another try opens it', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
  const pattern = /releases\/timetable\/.*remoteEntry/
  // Never answered, nor let go when the next try comes.
  let hangs = true
  await page.route(pattern, async (route) => (hangs ? new Promise<void>(() => {}) : route.continue()))
  await page.goto('/espoo/timetable', { waitUntil: 'commit' })
  await expect(faulted(page)).toHaveAttribute('data-state', 'loading')
  await expect(faulted(page)).toHaveAttribute('data-state', 'failed', { timeout: 10_000 })
  hangs = false
  await failureOf(page).getByRole('button').click()
  await expect(mounted(page, 'timetable')).toBeVisible({ timeout: 15_000 })
})

test('a changed file is refused, nothing of it runs, and the card says that it was blocked', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  const entry = await page.evaluate(() => performance.getEntriesByType('resource').find(({ name }) => /releases\/timetable\/.*remoteEntry/.test(name))?.name)
  const code = await page.evaluate(async (url) => (await fetch(url)).text(), entry ?? '')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.clearBrowserCache')
  await page.route(/releases\/timetable\/.*remoteEntry/, async (route) =>
    route.fulfill({ status: 200, contentType: 'text/javascript', body: `${code}\nglobalThis.wasRun = true` }),
  )
  await page.goto('/espoo/timetable')
  await expect(faulted(page)).toHaveAttribute('data-state', 'failed')
  await expect(failureOf(page)).toContainText('estettiin')
  await expect(failureOf(page).getByRole('button')).toHaveCount(0)
  expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
})

/** Has a file of the timetable come with one bit in its middle changed, once the browser keeps nothing of it. @returns Its address. */
async function changeFile(page: Page, file: RegExp): Promise<string> {
  await expect(mounted(page, 'timetable')).toBeVisible()
  const url = await page.evaluate((like) => {
    const links = [...document.querySelectorAll('link')].map(({ href }) => href)
    return [...performance.getEntriesByType('resource').map(({ name }) => name), ...links].find((name) => new RegExp(like).test(name))
  }, file.source)
  if (!url) throw new Error(`No file is like ${file.source}`)
  const [type, contents] = await page.evaluate(async (address) => {
    const answer = await fetch(address)
    return [answer.headers.get('content-type') ?? '', await answer.text()] as const
  }, url)
  const middle = Math.floor(contents.length / 2)
  const body = contents.slice(0, middle) + String.fromCharCode(contents.charCodeAt(middle) ^ 1) + contents.slice(middle + 1)
  await (await page.context().newCDPSession(page)).send('Network.clearBrowserCache')
  await page.route(url, async (route) => route.fulfill({ status: 200, contentType: type, body }))
  return url
}

for (const [what, file] of [
  ['entry', /releases\/timetable\/.*remoteEntry/],
  ['code', /releases\/timetable\/.*assets\/.*\.js/],
] as const)
  test(`where one bit of a module’s ${what} is another, nothing of it runs, and the card says that it was blocked`, async ({ person }) => {
    const page = await person({ attacked: true })
    await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
    await changeFile(page, file)
    await page.goto('/espoo/timetable')
    await expect(faulted(page)).toHaveAttribute('data-state', 'failed')
    await expect(failureOf(page)).toContainText('estettiin')
    await expect(failureOf(page).getByRole('button')).toHaveCount(0)
    await expect(faulted(page)).toBeEmpty()
  })

test('a stylesheet of which one bit is another is refused, and the module stands without it', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  const looks = () => page.evaluate(() => getComputedStyle(document.querySelector('.tt-head') ?? document.body).display)
  await expect(page.locator('.tt-head')).toBeVisible()
  expect(await looks()).not.toBe('block')
  await changeFile(page, /releases\/timetable\/.*\.css/)
  await page.goto('/espoo/timetable')
  await expect(page.locator('.tt-head')).toBeVisible()
  expect(await looks()).toBe('block')
})

test('a module that needs a newer host says so', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
  await page.route('**/api/me', async (route) => {
    const answer = await route.fetch({
      url: route
        .request()
        .url()
        .replace(/\/\/[^:/]+/, '//127.0.0.1'),
      headers: { ...route.request().headers(), host: new URL(route.request().url()).host },
    })
    const body = (await answer.text()).replaceAll('"hostApi":"1.0"', '"hostApi":"1.9"')
    await route.fulfill({ response: answer, body })
  })
  await page.goto('/espoo/timetable')
  await expect(faulted(page)).toHaveAttribute('data-state', 'failed')
  await expect(failureOf(page)).toContainText('1.9')
})

test('a module’s stylesheets are gone after it is left, and the document holds nothing of it', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  const links = page.locator('link[rel="stylesheet"][href*="/releases/timetable/"]')
  await expect(links).not.toHaveCount(0)
  await page.locator('[data-nav="attendance"]:visible').first().click()
  await expect(mounted(page, 'attendance')).toBeVisible()
  await expect(links).toHaveCount(0)
  await expect(page.locator('[data-module="timetable"]')).toHaveCount(0)
  // Attendance's own, wherever they stand, and no other's.
  const kept = () => page.evaluate(() => document.adoptedStyleSheets.length)
  expect(await kept()).toBe(0)
  const looks = () => page.evaluate(() => getComputedStyle(document.querySelector('.tt-head') ?? document.body).display)
  await page.goBack()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expect(page.locator('.tt-head')).toBeVisible()
  // Come back to, it stands in its styles at once, without a link that would have to be loaded again.
  expect(await looks()).not.toBe('block')
  await expect(links).toHaveCount(0)
  expect(await kept()).toBeGreaterThan(0)
  await page.goForward()
  await expect(mounted(page, 'attendance')).toBeVisible()
  await expect(page.locator('.tt-head')).toHaveCount(0)
})

test('every policy of the page stands in its headers', async ({ request }) => {
  const port = new URL(shellOrigin()).port
  const answer = await request.get(`http://127.0.0.1:${port}/`, { headers: { host: new URL(shellOrigin()).host } })
  const headers = answer.headers()
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*require-trusted-types-for 'script'/)
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(headers['integrity-policy']).toBe('blocked-destinations=(script)')
  expect(headers['cross-origin-opener-policy']).toBe('noopener-allow-popups')
  expect((await request.get(`http://127.0.0.1:${port}/nowhere`, { headers: { host: new URL(shellOrigin()).host } })).status()).toBe(404)
})
