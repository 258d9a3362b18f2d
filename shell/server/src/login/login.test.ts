import type { Me } from '@digione/contracts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { switchOn } from '../entitlements/switches.ts'
import type { Browser, Page } from '../testing/browser.ts'
import { type LoginBench, openLoginBench } from '../testing/login-bench.ts'
import { WHO } from '../testing/sample-roster.ts'

let bench: LoginBench
beforeAll(async () => {
  bench = await openLoginBench()
})
afterAll(() => bench.close())

const hrefTo = (page: Page, way: string) => new URL(new RegExp(`href="([^"]*/way/${way}[^"]*)"`).exec(page.text)?.[1] ?? 'missing:', page.url)

/** Logs somebody in by one way, and gives the tokens. */
async function logIn(browser: Browser, way: string, login: string, more: Record<string, string> = {}) {
  const landed = await browser.choose(await browser.begin({ digione_provider: way, ...more }), login)
  expect(landed.url.pathname, landed.text).toBe('/cb')
  const { status, body } = await browser.redeem(landed)
  expect(status, JSON.stringify(body)).toBe(200)
  return { access: String(body['access_token']), refresh: String(body['refresh_token']), type: body['token_type'] }
}
const meOf = async (browser: Browser, access: string) => (await browser.ask(access, '/api/me')).body as unknown as Me

describe('logging in', () => {
  test('lists the ways in, goes upstream by the chosen one and comes back with a token bound to the key', async () => {
    const browser = await bench.openBrowser()
    const ways = await browser.begin({ ui_locales: 'sv' })
    expect(ways.status).toBe(200)
    expect(ways.text).toContain('lang="sv"')
    expect(ways.text).toContain('Skolans konto')
    expect(ways.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(ways.text).not.toContain('<script')
    const choosing = await browser.go(hrefTo(ways, 'school'))
    expect(choosing.text).toContain('data-login="teacher"')
    expect(choosing.text).toContain('lang="sv"')
    const landed = await browser.choose(choosing, 'teacher')
    const { body } = await browser.redeem(landed)
    expect(body['token_type']).toBe('DPoP')
    const me = await meOf(browser, String(body['access_token']))
    expect(me.person.name).toBe('Tuulikki Opettaja')
    expect(me.contexts.map(({ role }) => role)).toEqual(['teacher'])
    expect(me.contexts[0]?.modules[0]?.ids.user).toBe(bench.pairwise.mask(WHO.teacher, 'board'))
    expect(JSON.stringify(me)).not.toContain(WHO.teacher)
  })

  test('works the same with a provider of another shape: other claims, no refresh tokens, no DPoP', async () => {
    const browser = await bench.openBrowser()
    const { access } = await logIn(browser, 'family', 'guardian')
    const me = await meOf(browser, access)
    expect(me.contexts.map(({ role, municipality }) => `${role} ${municipality}`)).toEqual(['guardian north', 'guardian south'])
  })

  test('is told of what is on, and of a change to it with the very next answer', async () => {
    const browser = await bench.openBrowser()
    const { access } = await logIn(browser, 'family', 'guardian')
    const inSouth = (me: Me) => me.contexts.find(({ municipality }) => municipality === 'south')?.modules.map(({ module }) => module)
    const before = await meOf(browser, access)
    expect(inSouth(before)).toEqual([])
    await switchOn(bench.db, { module: 'board', municipality: 'south' })
    const after = await meOf(browser, access)
    expect(inSouth(after)).toEqual(['board'])
    expect(after.versions).toEqual({ ...before.versions, south: (before.versions['south'] ?? 0) + 1 })
    expect(after.tenants['south']).toMatchObject({ slug: 'south', kind: 'municipality' })
    expect(Object.keys(after.tenants['south'] ?? {})).not.toContain('version')
  })

  test('hints the next page at positions and a language, and never at a person', async () => {
    const browser = await bench.openBrowser()
    const { access } = await logIn(browser, 'family', 'guardian')
    const cookie = (await browser.ask(access, '/api/me')).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^digione_start=[\w-]+; Domain=127\.0\.0\.1; Path=\/; /)
    const hint = Buffer.from(cookie.slice('digione_start='.length).split(';')[0] ?? '', 'base64url').toString()
    expect(JSON.parse(hint)).toEqual({
      at: [
        { municipality: 'north', role: 'guardian', level: 'perusopetus' },
        { municipality: 'south', role: 'guardian', level: 'perusopetus' },
      ],
      // The person's own: nobody asked for another.
      locale: 'sv',
      theme: 'system',
    })
  })

  test('the next page is in the language that the log-in was asked in, or was changed to on its way', async () => {
    const hinted = (cookie: string) => (JSON.parse(Buffer.from(cookie, 'base64url').toString()) as { locale: string }).locale
    const asked = await bench.openBrowser()
    const { access } = await logIn(asked, 'school', 'teacher', { ui_locales: 'en' })
    expect(hinted(asked.cookie('digione_start'))).toBe('en')
    const me = await asked.ask(access, '/api/me', { headers: { cookie: `digione_start=${asked.cookie('digione_start')}` } })
    expect(hinted(/^digione_start=([\w-]+)/.exec(me.headers.get('set-cookie') ?? '')?.[1] ?? '')).toBe('en')

    const changed = await bench.openBrowser()
    const ways = await changed.begin({ ui_locales: 'en' })
    const choosing = await changed.go(hrefTo(await changed.go(`${ways.url.href}?lang=sv`), 'school'))
    expect(choosing.text).toContain('lang="sv"')
    expect((await changed.choose(choosing, 'teacher')).url.pathname).toBe('/cb')
    expect(hinted(changed.cookie('digione_start'))).toBe('sv')
  })

  test('a teacher’s way in does not open what they are as a guardian, and tells nothing about the child', async () => {
    const browser = await bench.openBrowser()
    const { access } = await logIn(browser, 'school', 'teacher')
    const me = await meOf(browser, access)
    expect(me.contexts.some(({ role }) => role === 'guardian')).toBe(false)
    expect(me.locked).toEqual([
      expect.objectContaining({
        municipality: 'south',
        role: 'guardian',
        opensWith: { provider: 'family', name: { fi: 'Perheen tunnus', sv: 'Familjens konto' } },
      }),
    ])
    expect(JSON.stringify(me)).not.toContain('Otso')
  })

  test('a second way of the same person adds to the session, for every token of it', async () => {
    const browser = await bench.openBrowser()
    const first = await logIn(browser, 'school', 'teacher')
    await logIn(browser, 'family', 'teacher', { prompt: 'login' })
    const me = await meOf(browser, first.access)
    expect(me.contexts.map(({ role }) => role)).toEqual(['teacher', 'guardian'])
    expect(me.locked).toEqual([])
  })

  test('another person’s log-in replaces the whole session', async () => {
    const browser = await bench.openBrowser()
    const first = await logIn(browser, 'school', 'teacher')
    const second = await logIn(browser, 'family', 'guardian', { prompt: 'login' })
    expect(await browser.ask(first.access, '/api/me')).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
    expect((await browser.token({ grant_type: 'refresh_token', refresh_token: first.refresh })).status).toBe(400)
    const me = await meOf(browser, second.access)
    expect(me.contexts.every(({ role }) => role === 'guardian')).toBe(true)
  })

  test('a missing learner number gives a page that says what is missing and whom to ask', async () => {
    for (const [locale, words] of [
      ['fi', 'oppijanumero'],
      ['sv', 'studentnummer'],
      ['en', 'learner number'],
    ] as const) {
      const browser = await bench.openBrowser()
      const page = await browser.choose(await browser.begin({ digione_provider: 'school', ui_locales: locale }), 'no-number')
      expect(page.status).toBe(403)
      expect(page.text).toContain(words)
      expect(page.text).toContain('tuki@example.fi')
      expect(page.text).toContain(`lang="${locale}"`)
    }
    expect(bench.lines.some((line) => line['event'] === 'login.refused' && line['reason'] === 'missing')).toBe(true)
  })

  test('somebody whom no roster knows is not let in, and may log in as somebody else', async () => {
    const browser = await bench.openBrowser()
    const page = await browser.choose(await browser.begin({ digione_provider: 'school' }), 'stranger')
    expect(page.status).toBe(403)
    expect(page.text).toContain('Emme löydä sinua')
    const landed = await browser.choose(await browser.go(hrefTo(page, 'school')), 'teacher')
    expect(landed.url.pathname).toBe('/cb')
  })

  test('going back from the provider leads to the ways in again', async () => {
    const browser = await bench.openBrowser()
    const choosing = await browser.begin({ digione_provider: 'school' })
    const page = await browser.go(choosing.url, { method: 'POST', body: new URLSearchParams({ cancel: 'yes' }) })
    expect(page.status).toBe(200)
    expect(page.text).toContain('Tunnistautuminen keskeytettiin')
  })

  test('an answer from upstream is good only in the browser that asked, and once', async () => {
    const [asked, other] = [await bench.openBrowser(), await bench.openBrowser()]
    const ways = await asked.begin()
    expect((await other.go(ways.url)).status).toBe(400)
    expect((await other.go(`${bench.session}/oidc/upstream/school/callback?state=made-up&code=x`)).status).toBe(400)
  })

  test('while the provider is down a log-in says so and offers the other ways, and whoever is logged in goes on', async () => {
    const browser = await bench.openBrowser()
    const { access, refresh } = await logIn(browser, 'school', 'teacher')
    const other = await bench.openBrowser()
    const ways = await other.begin({ ui_locales: 'sv' })
    bench.setIdentityDown(true)
    // Later than the provider last answered; the clock of the test, no waiting.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    try {
      const refused = await other.go(hrefTo(ways, 'school'))
      expect(refused.status).toBe(502)
      expect(refused.url.origin).toBe(bench.session)
      expect(refused.text).toContain('Identifieringstjänsten svarar inte')
      expect(refused.text).toMatch(/class="[^"]*button[^"]*"/)
      expect(bench.lines.findLast((line) => line['event'] === 'login.refused')).toMatchObject({ upstream: 'school', reason: 'down' })
      expect((await meOf(browser, access)).person.name).toBe('Tuulikki Opettaja')
      expect((await browser.token({ grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(200)
      bench.setIdentityDown(false)
      expect((await other.go(hrefTo(ways, 'school'))).text).toContain('data-login="teacher"')
    } finally {
      bench.setIdentityDown(false)
      vi.useRealTimers()
    }
  })

  test('the log holds role values as a number and no claim of a person', async () => {
    const browser = await bench.openBrowser()
    await logIn(browser, 'school', 'teacher')
    expect(bench.lines.findLast((line) => line['event'] === 'login.accepted')).toMatchObject({ roles: 1, ways: 1 })
    const text = JSON.stringify(bench.lines)
    for (const secret of ['Tuulikki', '1.2.246.562.98.1', '010180-9026', 'uid-1', WHO.teacher]) expect(text).not.toContain(secret)
  })
})

describe('the session', () => {
  test('a new tab signs in silently by the authorization server’s cookie; without one it is told to log in', async () => {
    const browser = await bench.openBrowser()
    const silent = { prompt: 'none', redirect_uri: `${bench.session}/silent` }
    expect((await browser.begin(silent)).url.searchParams.get('error')).toBe('login_required')
    await logIn(browser, 'school', 'teacher')
    const { status } = await browser.redeem(await browser.begin(silent), `${bench.session}/silent`)
    expect(status).toBe(200)
  })

  test('refresh tokens rotate, and a used one ends them all but not the session', async () => {
    const browser = await bench.openBrowser()
    const { refresh } = await logIn(browser, 'school', 'teacher')
    const renewed = await browser.token({ grant_type: 'refresh_token', refresh_token: refresh })
    expect(renewed.status).toBe(200)
    expect(renewed.body['refresh_token']).not.toBe(refresh)
    expect((await browser.token({ grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(400)
    expect((await browser.token({ grant_type: 'refresh_token', refresh_token: String(renewed.body['refresh_token']) })).status).toBe(400)
    const silent = { prompt: 'none', redirect_uri: `${bench.session}/silent` }
    expect((await browser.redeem(await browser.begin(silent), `${bench.session}/silent`)).status).toBe(200)
  })

  test('logging out ends tokens, refresh and the silent way at once, then goes to the provider’s log-out', async () => {
    const browser = await bench.openBrowser()
    const { access, refresh } = await logIn(browser, 'school', 'teacher')
    const answer = await browser.signOut()
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
    const { next } = (await answer.json()) as { next: string }
    expect(new URL(next).pathname).toBe('/school/session/end')
    expect(await browser.ask(access, '/api/me')).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
    expect((await browser.token({ grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(400)
    expect((await browser.begin({ prompt: 'none', redirect_uri: `${bench.session}/silent` })).url.searchParams.get('error')).toBe('login_required')
    const ending = await browser.go(next)
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(ending.text)?.[1] ?? ''
    const ended = await browser.go(new URL('/school/session/end/confirm', ending.url), { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) })
    expect(ended.text).toContain(`content="0;url=${bench.shell}/"`)
    expect(ended.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(Buffer.from(new URL(next).searchParams.get('id_token_hint')?.split('.')[1] ?? '', 'base64url').toString()).not.toContain('1.2.246')
    expect((await browser.begin({ digione_provider: 'school' })).text).toContain('data-login="teacher"')
  })

  test('a foreign page cannot log anybody out', async () => {
    const foreign = await fetch(`${bench.session}/oidc/sign-out`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
      body: '{}',
    })
    expect(foreign.status).toBe(403)
  })

  test('ends after idling, however young its tokens are', async () => {
    const short = await openLoginBench({ sessions: { idleS: 2, absoluteS: 3600 } })
    try {
      const browser = await short.openBrowser()
      const landed = await browser.choose(await browser.begin({ digione_provider: 'school' }), 'teacher')
      const access = String((await browser.redeem(landed)).body['access_token'])
      expect((await browser.ask(access, '/api/active', { method: 'POST' })).status).toBe(200)
      await new Promise((resolve) => setTimeout(resolve, 2200))
      expect(await browser.ask(access, '/api/me')).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
      expect((await browser.begin({ prompt: 'none' })).url.searchParams.get('error')).toBe('login_required')
      // The same browser may log in again, as the same person.
      expect((await browser.begin({ digione_provider: 'school' })).url.pathname).toBe('/cb')
    } finally {
      await short.close()
    }
  })
})

describe('vendors’ clients', () => {
  const token = (form: Record<string, string>, secret = bench.clientSecret) =>
    fetch(`${bench.session}/oidc/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'board-backend', client_secret: secret, ...form }),
    })

  test('get a token for scopes that they have, and no other', async () => {
    const given = await token({ scope: 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly' })
    expect(given.status).toBe(200)
    const { access_token } = (await given.json()) as { access_token: string }
    expect((await fetch(`${bench.shell}/ims/oneroster/rostering/v1p2/schools`, { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(200)
    expect((await token({ scope: 'registry.publish' })).status).toBe(400)
    expect((await token({ scope: 'events.publish' }, 'another secret of thirty-two characters')).status).toBe(401)
  })
})
