import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import { type LoginBench, openLoginBench } from '../testing/login-bench.ts'
import { TOKEN_EXCHANGE } from '../tokens/exchange.ts'

let bench: LoginBench
beforeAll(async () => {
  bench = await openLoginBench()
})
afterAll(() => bench.close())

/** The page that carries somebody's code. */
const landed = async (browser: Browser, more: Record<string, string> = {}) =>
  browser.choose(await browser.begin({ digione_provider: 'school', ...more }), 'teacher')
const codeOf = ({ url }: { url: URL }) => url.searchParams.get('code') ?? ''
const redirect = () => `${bench.session}/cb`

describe('the authorization server refuses', () => {
  test('a code that was used, and with it the tokens that it gave', async () => {
    const browser = await bench.openBrowser()
    const page = await landed(browser)
    const first = await browser.redeem(page)
    expect(first.status).toBe(200)
    expect(await browser.redeem(page)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await browser.token({ grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) })).toMatchObject({ status: 400 })
  })

  test.each([
    ['another verifier', { code_verifier: 'v'.repeat(43) }],
    ['no verifier', {}],
  ])('a code with %s', async (_, more) => {
    const browser = await bench.openBrowser()
    const code = codeOf(await landed(browser))
    const answer = await browser.token({ grant_type: 'authorization_code', code, redirect_uri: redirect(), ...more })
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(/^invalid_(grant|request)$/) } })
  })

  test('a code that is to be led to another address than it was asked for', async () => {
    const browser = await bench.openBrowser()
    expect(await browser.redeem(await landed(browser), 'https://elsewhere.example/cb')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('a code that another browser brings, whose key it was not made for', async () => {
    const [own, other] = [await bench.openBrowser(), await bench.openBrowser()]
    const page = await landed(own)
    await other.authorizationUrl()
    expect(await other.redeem(page)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('a refresh token that another browser brings', async () => {
    const [own, other] = [await bench.openBrowser(), await bench.openBrowser()]
    const { body } = await own.redeem(await landed(own))
    expect(await other.token({ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  test.each([
    ['without a challenge', { code_challenge: '' }],
    ['with a challenge in plain text', { code_challenge_method: 'plain' }],
    ['for a token in the address', { response_type: 'token' }],
    ['for a client that it does not know', { client_id: 'somebody' }],
  ])('a log-in that is asked for %s', async (_, more) => {
    const browser = await bench.openBrowser()
    const page = await browser.go(await browser.authorizationUrl(more))
    const told = page.url.searchParams.get('error') ?? new URLSearchParams(page.url.hash.slice(1)).get('error')
    expect(told ?? (page.status >= 400 ? 'page' : 'taken')).toMatch(/^(invalid_request|unsupported_response_type|unauthorized_client|page)$/)
    expect(codeOf(page)).toBe('')
  })

  test.each(['https://elsewhere.example/', 'http://session.elsewhere.example/cb', 'javascript:alert(1)'])(
    'to lead a log-in to %s, and says so on its own page',
    async (address) => {
      const browser = await bench.openBrowser()
      const page = await browser.go(await browser.authorizationUrl({ redirect_uri: address }))
      expect([page.status, page.url.origin]).toEqual([400, bench.session])
    },
  )

  test.each(['password', 'urn:ietf:params:oauth:grant-type:device_code', 'implicit', TOKEN_EXCHANGE])('the grant type %s', async (grant_type) => {
    const browser = await bench.openBrowser()
    expect((await browser.token({ grant_type })).status).toBe(400)
  })

  test.each(['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example'])('to come back to %s after a log-out', async (address) => {
    const browser = await bench.openBrowser()
    await browser.redeem(await landed(browser))
    const page = await browser.go(`${bench.session}/oidc/sign-out`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: bench.session },
      body: JSON.stringify({ return: address }),
    })
    expect(page.text).not.toContain('elsewhere')
  })
})

describe('a module’s token that somebody made', () => {
  const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = () => ({
    iss: bench.shell,
    aud: `${bench.session}/api`,
    sub: 'x',
    azp: 'board',
    scope: 'entitlements.manage',
    iat: now,
    exp: now + 300,
    context: { municipality: 'north', role: 'municipal-admin' },
  })

  test.each([
    ['unsigned', () => `${base64url({ alg: 'none', typ: 'at+jwt' })}.${base64url(claims())}.`],
    [
      'signed with the public key as if it were a secret',
      () => {
        const signed = `${base64url({ alg: 'HS256', typ: 'at+jwt' })}.${base64url(claims())}`
        return `${signed}.${createHmac('sha256', JSON.stringify(bench.secrets.jwks.keys[0])).update(signed).digest('base64url')}`
      },
    ],
    ['of nonsense', () => 'eyJ.eyJ.x'],
  ])('is worth nothing: %s', async (_, make) => {
    const answer = await fetch(`${bench.shell}/api/municipalities/north/modules`, { headers: { authorization: `Bearer ${make()}` } })
    expect(answer.status).toBe(401)
  })
})
