import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from './app.ts'
import { parseConfig } from './config.ts'
import { asPlatform } from './db/scope.ts'
import { originalAddress, rateLimit } from './limits.ts'
import { createMetrics } from './metrics.ts'
import { type Bench, openBench } from './testing/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  bench.send('nobody', path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

describe('every answer', () => {
  test.each(['/api/nothing', '/ims/nothing', '/releases/x', '/anything', '/api/openapi.json/x'])(
    'an unknown address is a problem with a code, a way out and a reference: %s',
    async (path) => {
      const answer = await bench.send('nobody', path)
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await answer.json()).toEqual({
        type: '/docs/errors/NOT_FOUND',
        title: 'NOT_FOUND',
        status: 404,
        code: 'NOT_FOUND',
        detail: `There is no address ${path}.`,
        fix: 'Check the address or the identifier.',
        reference: expect.stringMatching(/^[0-9a-f]{12}$/),
      })
    },
  )

  test('a body that is not JSON, or not what is asked for, is a problem that names the field and not the value', async () => {
    expect(await (await post('/api/feedback', '{')).json()).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
    const answer = await post('/api/feedback', { kind: 'accessibility', text: 'Hei', page: '/', email: 'secret-not-an-address' })
    const problem = await answer.text()
    expect(JSON.parse(problem)).toMatchObject({ status: 400, code: 'INPUT_INVALID', detail: expect.stringContaining('email') })
    expect(problem).not.toContain('secret-not-an-address')
  })

  test('a body that is too large is refused', async () => {
    const answer = await post('/api/feedback', { kind: 'other', text: 'x'.repeat(70_000), page: '/' })
    expect(await answer.json()).toMatchObject({ status: 413, code: 'TOO_LARGE' })
  })

  test('a failure inside tells the caller a reference and nothing of the cause', async () => {
    const broken = await openBench()
    await broken.close()
    const answer = await broken.app.request('http://digione.localhost:4410/api/tenants')
    const text = await answer.text()
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(JSON.parse(text)).toMatchObject({ reference: expect.any(String) })
    expect(text).not.toMatch(/select|driver|destroyed|closed/i)
  })
})

describe('what anybody may ask', () => {
  test('the municipalities, without anything of people', async () => {
    const answer = (await (await bench.send('nobody', '/api/tenants')).json()) as { tenants: { slug: string }[] }
    expect(answer.tenants.map(({ slug }) => slug)).toEqual(['hub', 'north', 'south'])
    expect(answer.tenants[0]).toEqual({
      slug: 'hub',
      kind: 'platform',
      name: { fi: 'Hub', sv: 'hub' },
      languages: ['fi', 'sv'],
      brand: '#123456',
      contact: { email: 'kirjaamo@hub.example', phone: null },
    })
  })

  test('where the parts of the platform are', async () => {
    expect(await (await bench.send('nobody', '/api/platform')).json()).toMatchObject({
      issuer: 'http://session.digione.localhost:4410/oidc',
      moduleTokenIssuer: 'http://digione.localhost:4410',
    })
  })

  test('accessibility feedback is kept and answered with a reference and the day 14 days from now', async () => {
    const answer = await post('/api/feedback', { kind: 'accessibility', text: 'Painike ei näy', page: '/espoo' })
    expect(answer.status).toBe(201)
    const { reference, due } = (await answer.json()) as { reference: string; due: string }
    expect(reference).toMatch(/^DO-[0-9A-F]{8}$/)
    expect((Date.parse(due) - Date.now()) / 86_400_000).toBeGreaterThan(12.9)
    expect(await asPlatform(bench.db, (trx) => trx.selectFrom('feedback').selectAll().where('reference', '=', reference).execute())).toMatchObject([
      { text: 'Painike ei näy', due },
    ])
  })

  test('feedback from one address is taken so many times and then refused', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) statuses.push((await post('/api/feedback', { kind: 'other', text: 'x', page: '/' })).status)
    expect(statuses).toContain(201)
    expect(statuses.at(-1)).toBe(429)
    let at = 0
    const limit = rateLimit({ requests: 1, windowS: 60, now: () => at })
    limit('a')
    expect(() => limit('a')).toThrow(/60 s/)
    expect(() => limit('b')).not.toThrow()
    at = 60_001
    expect(() => limit('a')).not.toThrow()
  })
})

describe('a flood', () => {
  test('of one log-in is refused with the time to wait, and the others at its address are served', async () => {
    const config = parseConfig({ ...bench.config, limits: { windowS: 10, perCredential: 3, perClient: 6, perAddress: 30 } })
    const app = createApp(
      { ...bench, config, metrics: createMetrics() },
      { authenticate: async () => ({ kind: 'nobody' }), hub: bench.hub, operations: bench.operations, login: null, pages: null },
    )
    const ask = (as: string) => Promise.resolve(app.request('http://digione.localhost:4410/api/tenants', { headers: { authorization: as } }))
    const statuses: number[] = []
    for (let n = 0; n < 5; n++) statuses.push((await ask('one')).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const refused = await ask('one')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(((await refused.json()) as { code: string }).code).toBe('TOO_MANY_REQUESTS')
    expect((await ask('another')).status).toBe(200)
    // A vendor's backend serves whole cities with one token; what it may is another number than what one person may.
    const asClient: number[] = []
    for (let n = 0; n < 7; n++) asClient.push((await ask('Bearer opaque_token-of-a-client')).status)
    expect(asClient).toEqual([200, 200, 200, 200, 200, 200, 429])
    const asModule: number[] = []
    for (let n = 0; n < 4; n++) asModule.push((await ask('Bearer header.claims.signature')).status)
    expect(asModule).toEqual([200, 200, 200, 429])
    for (let n = 0; n < 20; n++) await ask(`somebody ${n}`)
    expect((await ask('yet another')).status).toBe(429)
    expect((await Promise.resolve(app.request('http://digione.localhost:4410/healthz'))).status).toBe(200)
  })

  test.each([
    ['nobody in front', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a trusted proxy in front', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['two trusted proxies in front', '10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['somebody who makes up where they come from', '10.0.0.1', '192.0.2.7, 198.51.100.1', '198.51.100.1'],
    ['a trusted proxy that says nothing', '10.0.0.1', undefined, '10.0.0.1'],
  ])('with %s is counted by the right address', (_, socket, forwarded, expected) => {
    expect(originalAddress(socket, forwarded, ['10.0.0.1', '10.0.0.2'])).toBe(expected)
  })
})

describe('operations', () => {
  test('the OpenAPI document is 3.1 and lists every route with its problems', async () => {
    const document = (await (await bench.send('nobody', '/api/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/tenants',
        '/api/events',
        '/api/live',
        '/api/registry/releases',
        '/api/municipalities/{municipality}/switches',
        '/ims/oneroster/rostering/v1p2/classes/{id}/students',
      ]),
    )
    expect(Object.keys(document.paths['/api/municipalities/{municipality}/switches']?.['put']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '401', '403', '409']),
    )
  })

  test('it is alive, ready, and measures by route rather than by address', async () => {
    expect((await bench.send('nobody', '/healthz')).status).toBe(200)
    expect((await bench.send('nobody', '/readyz')).status).toBe(200)
    await bench.send('nobody', '/releases/person-name/000000000000/x.js')
    const metrics = await (await bench.send('nobody', '/metrics')).text()
    expect(metrics.includes('route="/releases/:module/:hash/')).toBe(true)
    expect(metrics.includes('person-name')).toBe(false)
  })

  test('the measurements are not for whoever comes through a proxy', async () => {
    expect((await bench.send('nobody', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(403)
  })

  test('while stopping it says that it is not ready, and still answers', async () => {
    const stopping = await openBench()
    stopping.operations.drain()
    expect((await stopping.send('nobody', '/readyz')).status).toBe(503)
    expect((await stopping.send('nobody', '/api/tenants')).status).toBe(200)
    await stopping.close()
  })
})
