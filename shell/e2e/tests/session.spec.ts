import type { Page, Request } from '@playwright/test'
import { allowed } from '../src/patience.ts'
import { expectLoggedIn, type Login, logIn, logInFromLanding, sessionOrigin, shellOrigin } from '../src/people.ts'
import { card, landing, logOut, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { stored, written } from '../src/traces.ts'
import { expireAccess, keptLogIn, vaultOf } from '../src/vault.ts'

/** One person of each way in, with every name that their pages show. */
const LEAVERS = [
  { login: 'opettaja-espoo', names: /Hanna|Rautio/ },
  { login: 'huoltaja', names: /Katja|Salminen/ },
  { login: 'paakayttaja-espoo', names: /Riikka|Seppälä/ },
] as const satisfies readonly { login: Login; names: RegExp }[]

const secondTab = async (page: Page, path = '/') => {
  const tab = await page.context().newPage()
  await tab.goto(new URL(path, shellOrigin()).href)
  return tab
}

/** Addresses that the page itself was led through. */
function watchTrip(page: Page): string[] {
  const trip: string[] = []
  page.on('framenavigated', (frame) => {
    // The shell writes its own state beside the address: the same one once more.
    if (frame === page.mainFrame() && frame.url() !== trip.at(-1)) trip.push(frame.url())
  })
  return trip
}

const ENDED = 'ended'
const CUT_SHORT = 'cut-short'

/** Has a browser's tabs note when somebody who was there is there no more: neither their name in the frame nor anything of theirs in the page. */
const watchEnd = (page: Page) =>
  page.context().addInitScript(
    ({ ended, cutShort }) => {
      let wasThere = false
      const look = () => {
        const isThere = document.querySelector('.person-button, main [data-module]') !== null
        if (wasThere && !isThere && !sessionStorage.getItem(ended)) sessionStorage.setItem(ended, String(Date.now()))
        // This document is about to give way to another: whatever is chosen in it meanwhile would come to nothing.
        if (wasThere && document.querySelector('.landing-first')) sessionStorage.setItem(cutShort, 'yes')
        wasThere ||= isThere
      }
      if (self === top) new MutationObserver(look).observe(document, { subtree: true, childList: true })
    },
    { ended: ENDED, cutShort: CUT_SHORT },
  )

for (const { login, names } of LEAVERS) {
  test(`a log-out of ${login} ends the other tab within a second, leaves nothing behind, and the next log-in asks who it is`, async ({ person }) => {
    const page = await person()
    await logIn(page, login)
    await watchEnd(page)
    const other = await secondTab(page)
    await expectLoggedIn(other)
    expect(await written(other)).toMatch(names)

    const confirmed = page.waitForResponse(`${sessionOrigin()}/oidc/sign-out`)
    await logOut(page)
    const answer = await confirmed
    expect(answer.status()).toBe(200)
    for (const tab of [page, other]) await expect(landing(tab)).toBeVisible()
    const { startTime, responseStart } = answer.request().timing()
    const endedAt = await other.evaluate((key) => Number(sessionStorage.getItem(key)), ENDED)
    // The landing page is of a new document soon after, for which a busy machine may take longer.
    expect(endedAt - (startTime + responseStart)).toBeLessThan(allowed(1000))
    expect(endedAt).toBeGreaterThan(startTime)
    for (const tab of [page, other]) expect(await tab.evaluate((key) => sessionStorage.getItem(key), CUT_SHORT)).toBeNull()
    for (const tab of [page, other]) expect(await written(tab)).not.toMatch(names)

    for (let step = 0; step < 3; step++) {
      await page.goBack()
      expect(await written(page)).not.toMatch(names)
    }
    await page.goto('/')
    await logInFromLanding(page, login)
    expect(await written(page)).toMatch(names)
  })
}

test('a page that the browser kept for going back shows nobody after the log-out', async ({ browser }, { project }) => {
  // Playwright switches this cache off; people's browsers have it.
  const kept = await browser.browserType().launch({ ...project.use.launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  const page = await kept.newPage({ baseURL: shellOrigin(), locale: 'fi-FI' })
  await logIn(page, 'opettaja-espoo')
  await expectLoggedIn(page)
  await logOut(page)
  await expect(landing(page)).toBeVisible()
  for (let step = 0; step < 3; step++) {
    // Its promise waits for a load that a kept page does not have.
    await page.evaluate(() => history.back()).catch(() => {})
    await page.waitForTimeout(700)
    expect(await written(page)).not.toMatch(/Hanna|Rautio/)
  }
  await kept.close()
})

test('a tab that tells late of a log-in that has ended ends nobody who logged in after it', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  const other = await secondTab(page)
  await expectLoggedIn(other)
  /** What the other tab's vault would tell, had it been slow. */
  const tell = async (session: string | null) =>
    (await vaultOf(other)).evaluate((name) => {
      const tabs = new BroadcastChannel('digione.session')
      // oxlint-disable unicorn/require-post-message-target-origin -- a BroadcastChannel reaches this origin alone
      if (name !== null) tabs.postMessage({ kind: 'live', data: { event: 'live', message: { type: 'ended', session: name } } })
      tabs.postMessage({ kind: 'ended', why: 'logged-out', person: sessionStorage.getItem('digione.person'), session: name })
      // oxlint-enable unicorn/require-post-message-target-origin
    }, session)
  await tell('the one before')
  await page.waitForTimeout(1500)
  await expectLoggedIn(page)
  expect(await keptLogIn(page)).not.toBeNull()
  // One that does not know which log-in it was is believed.
  await tell(null)
  await expect(page.locator('.person-button')).toHaveCount(0)
})

test('a second tab is logged in without a page in between, and both hear what happens in the other', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { to: '/espoo/attendance' })
  await page.locator('[data-lesson]').first().click({ timeout: 20_000 })
  await expect(page.locator('[data-learner]').first()).toBeVisible({ timeout: 20_000 })

  const other = await page.context().newPage()
  const trip = watchTrip(other)
  await other.goto(page.url())
  await expect(other.locator('[data-learner]').first()).toBeVisible({ timeout: 20_000 })
  expect(trip).toEqual([page.url()])

  for (const [here, there] of [
    [page, other],
    [other, page],
  ] as const) {
    await here.locator('[data-learner]').nth(7).click()
    const mark = (await here.locator('[data-learner]').nth(7).getAttribute('data-mark')) ?? ''
    await expect(there.locator('[data-learner]').nth(7)).toHaveAttribute('data-mark', mark)
  }
})

test('an address asked for while nobody is logged in is there after the log-in, and a reload keeps both', async ({ person }) => {
  const page = await person()
  const address = '/espoo/timetable?week=2026-W48#now'
  await page.goto(address)
  await expect(landing(page)).toBeVisible()
  await logInFromLanding(page, 'opettaja-espoo')
  await expect(mounted(page, 'timetable')).toBeVisible()
  expect(page.url()).toBe(shellOrigin() + address)

  const trip = watchTrip(page)
  await page.reload()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expectLoggedIn(page)
  expect(page.url()).toBe(shellOrigin() + address)
  expect(trip).toEqual([page.url()])
})

test('however many requests find the access token expired, it is renewed once', async ({ person }) => {
  const page = await person()
  await logIn(page, 'huoltaja', { to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  const before = await keptLogIn(page)
  await expireAccess(page)

  // Long enough for every card to have asked for its token meanwhile.
  await page.route(`${sessionOrigin()}/oidc/token`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  const asked: Request[] = []
  page.on('request', (request) => void asked.push(request))
  const to = (path: string) => asked.filter((request) => request.method() === 'POST' && request.url() === sessionOrigin() + path)
  await page.locator('[data-nav="desktop"]:visible, a[href="/"]:visible').first().click()
  await expect(card(page, 'timetable')).toHaveCount(2)
  await expect(card(page, 'attendance')).toHaveCount(2)
  await expect.poll(() => to('/api/tokens').length).toBeGreaterThanOrEqual(3)
  expect(to('/oidc/token')).toHaveLength(1)
  expect(to('/oidc/token')[0]?.postDataJSON()).toMatchObject({ grant_type: 'refresh_token' })
  const after = await keptLogIn(page)
  expect(after?.profile.sub).toBe(before?.profile.sub)
  expect(after?.access_token).not.toBe(before?.access_token)
})

for (const isLoggedOutFirst of [true, false]) {
  test(`somebody else who logs in in another tab ${isLoggedOutFirst ? 'after a log-out' : 'without one'} meets nothing of the person before, in either`, async ({
    person,
  }) => {
    const page = await person()
    // No teacher of her children: nothing that she sees tells of this one.
    await logIn(page, 'larare', { to: '/espoo/timetable' })
    await expect(mounted(page, 'timetable')).toBeVisible()
    const first = await keptLogIn(page)
    const key = /"x":"([^"]+)"/.exec((await stored(page)).vault)?.[1] ?? 'no key'
    const context = await page.evaluate(() => sessionStorage.getItem('digione.context'))
    expect(context).not.toBeNull()
    const other = await secondTab(page)
    await expectLoggedIn(other)
    if (isLoggedOutFirst) {
      await logOut(page)
      await expect(landing(other)).toBeVisible()
    }

    // Without a log-out MPASSid knows the first person still; Suomi.fi knows nobody.
    await logIn(other, 'huoltaja')
    for (const tab of [page, other]) {
      await expect(tab.locator('.person-button:visible').first()).toContainText('Katja')
      expect((await written(tab)).match(/Camilla|Granholm/g)).toBeNull()
      const { shell, vault } = await stored(tab)
      const traces = [first?.profile.sub, first?.access_token, first?.refresh_token, context, ...(isLoggedOutFirst ? [key] : [])]
      for (const trace of traces) expect(shell + vault).not.toContain(trace)
      expect((shell + vault).match(/Camilla|Granholm/g)).toBeNull()
    }
  })
}
