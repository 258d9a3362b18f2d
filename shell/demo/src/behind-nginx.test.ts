import '@digione/loopback'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as plainRequest, type Server } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { createPlatform, type Platform, readConfig } from '@digione/shell-server'
import { openBrowser } from '@digione/shell-server/testing/browser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findNginx, type Proxy, startNginx } from './check/nginx.ts'
import { dataset } from './dataset/dataset.ts'
import { freePort } from './start/backends.ts'
import { startIdentity } from './start/identity.ts'
import { originsOf } from './start/settings.ts'
import { ROOT } from './start/workspace.ts'
import { demoUpstreams } from './upstreams.ts'

const folder = mkdtempSync(join(tmpdir(), 'digione-proxy-'))
const HOSTS = ['digione.localhost', 'session.digione.localhost', '*.digione-modules.localhost']
const started: (() => unknown)[] = []
let proxy: Proxy
let platform: Platform
let shell: string
let session: string

const listen = (server: Server, port: number) => new Promise<void>((tell) => server.listen(port, '127.0.0.1', () => tell()))

beforeAll(async () => {
  const nginx = await findNginx()
  const [port, identityPort] = [await freePort(), await freePort()]
  proxy = await startNginx(nginx, join(ROOT, 'docs', 'operations', 'nginx.conf'), HOSTS, {
    'session.digione.example.fi': 'session.digione.localhost',
    'digione.example.fi': 'digione.localhost',
    'digione-modules.example': 'digione-modules.localhost',
    'server 127.0.0.1:4400;': `server 127.0.0.1:${port};`,
  })
  started.push(() => proxy.stop())
  setDefaultCACertificates([...getCACertificates('default'), proxy.certificate])
  shell = `https://digione.localhost:${proxy.ports.https}`
  session = `https://session.digione.localhost:${proxy.ports.https}`

  const origins = { ...originsOf(identityPort), shell, session }
  const upstreams = demoUpstreams(origins.identity, { mpassid: 'a'.repeat(32), suomifi: 'b'.repeat(32), directory: 'c'.repeat(32) })
  const { roster, people } = dataset(new Date())
  const identity = startIdentity(origins, upstreams, people)
  const identityServer = createServer((req, res) => identity.handle(req, res))
  await listen(identityServer, identityPort)
  started.push(() => {
    identity.close()
    identityServer.closeAllConnections()
    identityServer.close()
  })

  // As an operator gives it.
  platform = await createPlatform(
    readConfig({
      DIGIONE_ORIGIN: shell,
      DIGIONE_SESSION_ORIGIN: session,
      DIGIONE_MODULES_ORIGIN: `https://digione-modules.localhost:${proxy.ports.https}`,
      DIGIONE_DATA: join(folder, 'db'),
      DIGIONE_UPSTREAMS: JSON.stringify(upstreams),
      DIGIONE_TRUSTED_PROXIES: '["127.0.0.1"]',
      DIGIONE_WEB_DIST: join(ROOT, 'shell', 'web', 'dist'),
      LOG_LEVEL: 'silent',
    }),
  )
  const server = createServer((req, res) => platform.handle(req, res))
  await listen(server, port)
  started.push(async () => {
    server.closeAllConnections()
    server.close()
    await platform.close()
  })
  await platform.importRoster(roster)
}, 120_000)
afterAll(async () => {
  for (const end of started.toReversed()) await end()
  rmSync(folder, { recursive: true, force: true })
})

/** One request, whose own end may be another address of this machine. */
const ask = (host: string, path: string, { body, ...options }: RequestOptions & { body?: string } = {}) =>
  new Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>((tell, fail) => {
    const asked = request({ host, port: proxy.ports.https, path, ca: proxy.certificate, ...options }, (answer) => {
      answer.resume()
      tell({ status: answer.statusCode ?? 0, headers: answer.headers })
    })
    asked.on('error', fail)
    asked.end(body)
  })

test('both hosts answer over TLS, with HSTS on every answer, and plain HTTP leads there', async () => {
  const pages = [
    await ask(HOSTS[0] ?? '', '/', { headers: { accept: 'text/html' } }),
    await ask(HOSTS[1] ?? '', '/frame'),
    await ask(HOSTS[0] ?? '', '/api/none'),
  ]
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 404])
  for (const { headers } of pages) {
    expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  }
  const plain = await new Promise<string | undefined>((tell, fail) => {
    plainRequest({ host: '127.0.0.1', port: proxy.ports.http, path: '/espoo?x=1', headers: { host: 'digione.localhost' } }, (answer) => {
      answer.resume()
      tell(answer.headers.location)
    })
      .on('error', fail)
      .end()
  })
  expect(plain).toBe('https://digione.localhost/espoo?x=1')
})

test('what tells of an instance is not for the outside', async () => {
  for (const path of ['/metrics', '/readyz', '/healthz']) expect((await ask(HOSTS[0] ?? '', path)).status, path).toBe(404)
})

test('a log-in works through it: every cookie is Secure, every address the outside’s, and a change arrives at once on the live stream', async () => {
  const browser = await openBrowser(session)
  const { pathname, search } = await browser.authorizationUrl()
  const begun = await ask(HOSTS[1] ?? '', pathname + search)
  const cookies = [begun.headers['set-cookie'] ?? []].flat()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie).toMatch(/; secure/i)
  const discovery = (await (await fetch(`${session}/oidc/.well-known/openid-configuration`)).json()) as Record<string, string>
  expect([discovery['issuer'], discovery['authorization_endpoint'], discovery['token_endpoint']]).toEqual(
    ['', '/auth', '/token'].map((path) => `${session}/oidc${path}`),
  )

  const landed = await browser.choose(await browser.begin({ digione_provider: 'mpassid' }), 'rehtori')
  expect(landed.url.href, landed.text).toContain(`${session}/cb?`)
  const { status, body } = await browser.redeem(landed)
  expect(status, JSON.stringify(body)).toBe(200)
  const token = String(body['access_token'])
  const me = await browser.ask(token, '/api/me')
  expect(me.status, JSON.stringify(me.body)).toBe(200)
  expect(me.headers.get('set-cookie')).toMatch(/Domain=digione\.localhost; .*; Secure$/)
  const { contexts } = me.body as unknown as { contexts: { municipality: string }[] }

  const stream = await fetch(`${session}/api/live`, {
    headers: { authorization: `DPoP ${token}`, dpop: await browser.prove('GET', `${session}/api/live`, token) },
    signal: AbortSignal.timeout(10_000),
  })
  expect(stream.status).toBe(200)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (count: number) => {
    while (heard.split('event: entitlements').length - 1 < count) heard += (await reader?.read())?.value ?? ''
  }
  await until(1)
  await platform.switchOn({ module: 'timetable', municipality: contexts[0]?.municipality ?? '' })
  const switchedAt = performance.now()
  await until(2)
  // What a proxy keeps back comes when its buffer is full or its minute is over.
  expect(performance.now() - switchedAt).toBeLessThan(15_000)
  await reader?.cancel()
})

test('limits count whoever asks, by the address that the proxy saw, and not the proxy nor what they say themselves', async () => {
  const feedback = (localAddress: string, saying?: string) =>
    ask('127.0.0.1', '/api/feedback', {
      method: 'POST',
      localAddress,
      servername: HOSTS[0],
      headers: { host: `${HOSTS[0]}:${proxy.ports.https}`, 'content-type': 'application/json', ...(saying ? { 'x-forwarded-for': saying } : {}) },
      body: JSON.stringify({ kind: 'other', text: 'x', page: '/' }),
    })
  const statuses: number[] = []
  for (let n = 0; n < 11; n++) statuses.push((await feedback('127.0.0.5')).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429])
  expect((await feedback('127.0.0.5', '203.0.113.7')).status).toBe(429)
  expect((await feedback('127.0.0.6')).status).toBe(201)
})
