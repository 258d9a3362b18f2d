import type { Me } from '@digione/contracts'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import { API_ORIGIN, type LoginBench, openLoginBench } from '../testing/login-bench.ts'
import { WHO } from '../testing/sample-roster.ts'
import { createPairwise } from './pairwise.ts'

let bench: LoginBench
let browser: Browser
let access: string
let me: Me
beforeAll(async () => {
  bench = await openLoginBench()
  browser = await bench.openBrowser()
  access = await logIn(browser, 'family', 'guardian')
  me = (await browser.ask(access, '/api/me')).body as unknown as Me
})
afterAll(() => bench.close())

async function logIn(into: Browser, way: string, login: string): Promise<string> {
  const landed = await into.choose(await into.begin({ digione_provider: way }), login)
  return String((await into.redeem(landed)).body['access_token'])
}
const contextIn = (municipality: string) => me.contexts.find((context) => context.municipality === municipality)?.id ?? ''
const exchange = (audience: string, context: string, init: { as?: Browser; token?: string; headers?: Record<string, string> } = {}) =>
  (init.as ?? browser).ask(init.token ?? access, '/api/tokens', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', audience, context }),
    headers: init.headers,
  })

describe('a module token', () => {
  test('is for one API, holds the claims of exactly one context under the module’s own identifiers, and lives 300 s', async () => {
    const { status, body } = await exchange('board:api', contextIn('north'))
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, base: API_ORIGIN, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' })
    const keys = (await (await fetch(`${bench.shell}/api/jwks.json`)).json()) as JSONWebKeySet
    expect(JSON.stringify(keys)).not.toContain('"d"')
    const { payload } = await jwtVerify(String(body['access_token']), createLocalJWKSet(keys), { issuer: bench.shell, audience: API_ORIGIN })
    expect(payload).toMatchObject({
      sub: bench.pairwise.mask(WHO.guardian, 'board'),
      azp: 'board',
      scope: 'roster.groups',
      context: {
        id: contextIn('north'),
        municipality: 'north',
        role: 'guardian',
        learner: bench.pairwise.mask(WHO.aino, 'board'),
        matters: ['attendance', 'communication', 'studies'],
      },
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300)
    for (const id of [WHO.guardian, WHO.aino, WHO.veli]) expect(JSON.stringify([payload, body])).not.toContain(id)
  })

  test('is given ahead for a page in every context that it can be opened with, and for none that is not the person’s', async () => {
    const ahead = async (municipality: string, module: string, context?: string) => {
      const body = new URLSearchParams({ municipality, module, ...(context === undefined ? {} : { context }) })
      const answer = await browser.ask(access, '/api/tokens/page', { method: 'POST', body })
      expect(answer.status).toBe(200)
      return answer.body['tokens'] as unknown as { module: string; api: string; context: string; access_token: string; base: string; expires_in: number }[]
    }
    const given = await ahead('north', 'board')
    const own = me.contexts.filter(({ municipality, modules }) => municipality === 'north' && modules.some(({ module }) => module === 'board'))
    expect(own.length).toBeGreaterThan(0)
    expect(given.map(({ api, context }) => `${api} ${context}`)).toEqual(own.flatMap(({ id }) => [`api ${id}`, `platform ${id}`]))
    expect(given[0]).toMatchObject({ base: API_ORIGIN, expires_in: 300 })
    const keys = (await (await fetch(`${bench.shell}/api/jwks.json`)).json()) as JSONWebKeySet
    const { payload } = await jwtVerify(String(given[0]?.access_token), createLocalJWKSet(keys), { issuer: bench.shell, audience: API_ORIGIN })
    expect(payload).toMatchObject({ sub: bench.pairwise.mask(WHO.guardian, 'board'), azp: 'board', context: { id: own[0]?.id, municipality: 'north' } })
    expect(await ahead('north', 'unheard-of')).toEqual([])
    expect(await ahead('elsewhere', 'board')).toEqual([])

    // Several pages at once, and one context alone: what is not on is not among them.
    expect(await ahead('north', 'unheard-of,board')).toHaveLength(given.length)
    const one = await ahead('north', 'board', own[0]?.id)
    expect(new Set(one.map(({ module, context }) => `${module} ${context}`))).toEqual(new Set([`board ${own[0]?.id}`]))
    expect(await ahead('north', 'board', 'AAAAAAAAAAAAAAAAAAAAAA')).toEqual([])
    const many = new URLSearchParams({ municipality: 'north', module: Array.from({ length: 41 }, (_, at) => `m${at}`).join(',') })
    expect((await browser.ask(access, '/api/tokens/page', { method: 'POST', body: many })).status).toBe(400)
  })

  test('is given ahead with what the page’s manifest says that it asks first, filled in for each context', async () => {
    const ahead = async (address: string) => {
      const body = new URLSearchParams({ municipality: 'north', module: 'board', address })
      return browser.ask(access, '/api/tokens/page', { method: 'POST', body })
    }
    const own = me.contexts.filter(({ municipality, modules }) => municipality === 'north' && modules.some(({ module }) => module === 'board'))
    expect((await ahead('/pupils/marks?day=2026-11-24')).body['first']).toEqual(
      own.map(({ id, modules }) => ({
        context: id,
        api: 'api',
        path: `/pupils/${modules.find(({ module }) => module === 'board')?.ids.learner}/marks?day=2026-11-24`,
      })),
    )
    expect((await ahead('/')).body['first']).toEqual([])
    expect((await ahead('pupils')).status).toBe(400)
    expect((await ahead('//')).status).toBe(400)
  })

  test.each([
    ['a context of somebody else', 'board:api', 'AAAAAAAAAAAAAAAAAAAAAA', 'CONTEXT_NOT_YOURS'],
    ['an API that the manifest does not declare', 'board:other', 'north', 'API_NOT_DECLARED'],
    ['an API without an address', 'board:loose', 'north', 'API_NOT_BOUND'],
    ['a module that is not on there', 'board:api', 'south', 'MODULE_NOT_ON'],
    ['a module that there is not', 'nothing:api', 'north', 'MODULE_NOT_ON'],
  ])('is refused for %s', async (_case, audience, where, code) => {
    expect((await exchange(audience, contextIn(where) || where)).body).toMatchObject({ code })
    expect(bench.lines.some((line) => line['event'] === 'token.refused' && line['code'] === code)).toBe(true)
  })

  test('is refused for a context that another way in opens', async () => {
    const teacher = await bench.openBrowser()
    const school = await logIn(teacher, 'school', 'teacher')
    const family = await bench.openBrowser()
    const opened = (await family.ask(await logIn(family, 'family', 'teacher'), '/api/me')).body as unknown as Me
    const guardian = opened.contexts.find(({ role }) => role === 'guardian')?.id ?? ''
    expect(guardian).not.toBe('')
    expect((await exchange('board:api', guardian, { as: teacher, token: school })).body).toMatchObject({ code: 'CONTEXT_NOT_YOURS' })
  })

  test('of the platform’s own API is refused by it at once after a log-out', async () => {
    const own = await bench.openBrowser()
    const token = await logIn(own, 'family', 'guardian')
    const { body } = await exchange('board:platform', contextIn('north'), { as: own, token })
    expect(body).toMatchObject({ base: `${bench.session}/api` })
    const ask = () => fetch(`${bench.session}/api/municipalities/north/schools`, { headers: { authorization: `Bearer ${String(body['access_token'])}` } })
    expect((await ask()).status).toBe(403)
    await own.signOut()
    expect((await ask()).status).toBe(401)
  })

  test('a mount is told person and learner under the module’s own identifiers', async () => {
    const { body } = await browser.ask(access, '/api/mounts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ module: 'board', context: contextIn('north') }),
    })
    expect(body).toMatchObject({
      user: { id: bench.pairwise.mask(WHO.guardian, 'board'), name: 'Helmi Huoltaja' },
      context: { learner: { id: bench.pairwise.mask(WHO.aino, 'board') } },
    })
  })
})

describe('a proof', () => {
  test('holds once', async () => {
    const dpop = await browser.prove('GET', `${bench.session}/api/me`, access)
    expect((await browser.ask(access, '/api/me', { headers: { dpop } })).status).toBe(200)
    expect((await browser.ask(access, '/api/me', { headers: { dpop } })).body).toMatchObject({ code: 'DPOP_INVALID' })
  })

  test.each([
    ['another method', async () => browser.prove('POST', `${bench.session}/api/me`, access)],
    ['another address', async () => browser.prove('GET', `${bench.session}/api/live`, access)],
    ['another token', async () => browser.prove('GET', `${bench.session}/api/me`, 'another token')],
    ['an old moment', async () => browser.prove('GET', `${bench.session}/api/me`, access, { iat: Math.floor(Date.now() / 1000) - 300 })],
    ['another key', async () => (await bench.openBrowser()).prove('GET', `${bench.session}/api/me`, access)],
    ['nothing at all', async () => 'not a proof'],
  ])('for %s is refused', async (_what, make) => {
    const dpop = await make()
    const { status, body } = await browser.ask(access, '/api/me', { headers: { dpop } })
    expect({ status, code: body['code'] }).toEqual({ status: 401, code: 'DPOP_INVALID' })
  })

  test('a token is worth nothing as a bearer', async () => {
    const response = await fetch(`${bench.session}/api/me`, { headers: { authorization: `Bearer ${access}` } })
    expect(response.status).toBe(401)
  })
})

describe('pairwise identifiers', () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  const { mask, unmask } = createPairwise(key)
  const sector = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)

  test('come back to the person in their own sector, and to nobody’s in another', () => {
    fc.assert(
      fc.property(fc.uuid(), sector, sector, (person, mine, other) => {
        expect(unmask(mask(person, mine), mine)).toBe(person)
        expect(mask(person, mine)).toBe(createPairwise(key).mask(person, mine))
        expect(mask(person, mine)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        if (mine !== other) expect(unmask(mask(person, mine), other)).not.toBe(person)
      }),
    )
  })

  test('two persons never share one', () => {
    fc.assert(fc.property(fc.uuid(), fc.uuid(), sector, (a, b, mine) => (a === b) === (mask(a, mine) === mask(b, mine))))
  })

  test('what is no identifier is nobody’s', () => {
    fc.assert(fc.property(fc.string(), (text) => unmask(text, 'board') === null || /^[0-9a-f-]{36}$/i.test(text)))
  })
})
