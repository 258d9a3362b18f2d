// @vitest-environment node
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import type { CryptoKey, JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { modulePlatform } from './module-platform.ts'
import type { ModulePlatform } from './module-platform.ts'
import { problemResponse } from './problem-response.ts'

// A platform of the wire's shape on a real socket: what is tested is the client, over HTTP, with real signatures.
const keys = await generateKeyPair('ES256', { extractable: true })
const strangers = await generateKeyPair('ES256')
const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
const requests: { method: string; url: string; authorization: string | undefined; body: string }[] = []
let failuresToCome = 0
let tokens = 0
const learners = Array.from({ length: 1203 }, (_, index) => ({ sourcedId: `p${index}`, givenName: 'Aino', familyName: 'Virtanen', roles: [], agents: [] }))

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const url = request.url ?? ''
  requests.push({ method: request.method ?? '', url, authorization: request.headers.authorization, body })
  const json = (status: number, value: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
  if (url === '/api/platform')
    return json(200, {
      shell: base,
      session: 'http://session.example.test',
      issuer: `${base}/oidc`,
      tokenEndpoint: `${base}/oidc/token`,
      jwks: `${base}/api/jwks.json`,
      moduleTokenIssuer: base,
      developers: ['http://digione.localhost:5100'],
    })
  if (url === '/api/jwks.json') return json(200, { keys: [jwk] })
  if (url === '/oidc/token') {
    if (!request.headers.authorization?.startsWith('Basic ') || !body.includes('grant_type=client_credentials')) return json(401, { error: 'invalid_client' })
    return json(200, { access_token: `token-${++tokens}`, expires_in: 600, token_type: 'Bearer' })
  }
  if (failuresToCome > 0) {
    failuresToCome--
    return json(503, { code: 'NOT_READY', detail: 'The database does not answer.', fix: 'Try again in a moment.', reference: 'r1' })
  }
  if (url === '/api/events')
    return json(body.includes('"type":"other.fact.v1"') ? 403 : 202, { code: 'INTENT_NOT_DECLARED', detail: 'Not declared.', fix: 'Declare it.' })
  const [path, query] = url.split('?')
  const { limit, offset } = Object.fromEntries(new URLSearchParams(query))
  if (path === '/ims/oneroster/rostering/v1p2/classes/c1/students') {
    return json(200, { users: learners.slice(Number(offset), Number(offset) + Math.min(Number(limit), 400)) }, { 'x-total-count': String(learners.length) })
  }
  if (path === '/ims/oneroster/rostering/v1p2/schools/s1/enrollments') {
    const roles = ['student', 'teacher'].filter((role) => [`role='${role}'`, undefined].includes(new URLSearchParams(query).get('filter') ?? undefined))
    const at = { user: { sourcedId: 'p1' }, class: { sourcedId: 'c1' }, school: { sourcedId: 's1' } }
    return json(200, { enrollments: roles.map((role) => ({ sourcedId: role, role, ...at })) }, { 'x-total-count': String(roles.length) })
  }
  return json(404, { code: 'NOT_FOUND', detail: 'There is no such person.', fix: 'Check the identifier.', reference: 'r2' })
})
let base = ''
let platform: ModulePlatform

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  requests.length = 0
  failuresToCome = 0
  platform = modulePlatform({
    platform: base,
    module: 'attendance',
    clientId: 'attendance:1',
    clientSecret: 's+e/c:r',
    audience: 'http://attendance.example.test',
  })
})

const context = { id: 'c', municipality: 'espoo', school: 's1', role: 'teacher', learner: null, level: null, groups: ['g1'], matters: [] }
const claims = { azp: 'attendance', scope: 'attendance.read attendance.write', context }
function sign(changes: { payload?: JWTPayload; issuer?: string; audience?: string; age?: number; lifetime?: number; key?: CryptoKey } = {}) {
  const now = Math.floor(Date.now() / 1000) - (changes.age ?? 0)
  return new SignJWT({ ...claims, ...changes.payload })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setSubject('person-1')
    .setIssuer(changes.issuer ?? base)
    .setAudience(changes.audience ?? 'http://attendance.example.test')
    .setIssuedAt(now)
    .setExpirationTime(now + (changes.lifetime ?? 300))
    .sign(changes.key ?? keys.privateKey)
}
const request = (token: string) => new Request('http://attendance.example.test/lessons', { headers: { authorization: `Bearer ${token}` } })

describe('verify', () => {
  test('tells who calls, in which context, with which scopes', async () => {
    expect(await platform.verify(request(await sign()))).toEqual({ sub: 'person-1', context, scopes: ['attendance.read', 'attendance.write'] })
  })

  const wrong: [string, () => string | Promise<string>][] = [
    ['is for another audience', () => sign({ audience: 'http://timetable.example.test' })],
    ['has another issuer', () => sign({ issuer: 'http://elsewhere.example.test' })],
    ['has expired', () => sign({ age: 400 })],
    ['claims a longer life than the platform gives', () => sign({ age: 1000, lifetime: 86_400 })],
    ['was issued to another module', () => sign({ payload: { azp: 'timetable' } })],
    ['has no context', () => sign({ payload: { context: undefined } })],
    ['has a role that does not exist', () => sign({ payload: { context: { ...context, role: 'superuser' } } })],
    ['is signed by somebody else', () => sign({ key: strangers.privateKey })],
    [
      'is not signed',
      () =>
        new UnsecuredJWT(claims)
          .setIssuer(base)
          .setAudience('http://attendance.example.test')
          .setSubject('person-1')
          .setIssuedAt()
          .setExpirationTime('5m')
          .encode(),
    ],
    ['was tampered with', async () => (await sign()).replace(/\.[^.]+\./, `.${btoa(JSON.stringify({ ...claims, sub: 'person-2' })).replaceAll('=', '')}.`)],
    [
      'is signed with the public key as a shared secret',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer(base)
          .setAudience('http://attendance.example.test')
          .setSubject('p')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(JSON.stringify(jwk))),
    ],
    ['is no token', () => 'a.b.c'],
  ]
  test.each(wrong)('refuses a token that %s', async (_, make) => {
    await expect(platform.verify(request(await make()))).rejects.toMatchObject({ code: 'TOKEN_INVALID', status: 401 })
  })

  test('refuses a request without a token', async () => {
    await expect(platform.verify(new Request('http://attendance.example.test/'))).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  })

  test('says that the platform is away, rather than that the token is wrong', async () => {
    const away = modulePlatform({ platform: 'http://127.0.0.1:9', module: 'attendance', clientId: 'a', clientSecret: 'b', audience: 'c' })
    await expect(away.verify(request(await sign()))).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' })
  })
})

describe('cors', () => {
  const from = (origin: string, init: RequestInit = {}) =>
    new Request('http://attendance.example.test/lessons', { ...init, headers: { origin, ...init.headers } })
  const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,content-type' } }

  test('the session page may call', async () => {
    const before = await platform.cors(from('http://session.example.test', preflight), () => Response.json('not reached'))
    expect([before.status, before.headers.get('access-control-allow-origin'), before.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'http://session.example.test',
      'authorization,content-type',
    ])
    const answer = await platform.cors(from('http://session.example.test'), () => Response.json({ ok: true }))
    expect([await answer.json(), answer.headers.get('access-control-allow-origin')]).toEqual([{ ok: true }, 'http://session.example.test'])
  })

  test('so may that of a developer’s machine, where the platform lists it', async () => {
    const answer = await platform.cors(from('http://session.digione.localhost:5100', preflight), () => Response.json('not reached'))
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, 'http://session.digione.localhost:5100'])
    const others = ['http://digione.localhost:5100', 'http://session.digione.localhost:5200']
    const answers = await Promise.all(others.map((origin) => platform.cors(from(origin, preflight), () => Response.json('not reached'))))
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
  })

  test('nobody else may', async () => {
    expect((await platform.cors(from('http://evil.example.test', preflight), () => Response.json('not reached'))).status).toBe(403)
    const answer = await platform.cors(from('http://evil.example.test'), () => Response.json({ ok: true }))
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('roster', () => {
  test('reads every page, once for all who ask, with one token', async () => {
    const [first, second] = await Promise.all([platform.roster.students('c1'), platform.roster.students('c1')])
    expect([first.length, first === second]).toEqual([1203, true])
    await platform.roster.students('c1')
    const asked = requests.filter(({ url }) => url.includes('/students'))
    expect(asked.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('offset'))).toEqual(['0', '400', '800', '1200'])
    expect(new Set(asked.map(({ authorization }) => authorization)).size).toBe(1)
    expect(requests.filter(({ url }) => url === '/oidc/token')).toHaveLength(1)
    platform.roster.refresh()
    await platform.roster.students('c1')
    expect(requests.filter(({ url }) => url.includes('/students'))).toHaveLength(8)
  })

  test('of a school reads the enrolments of one role, and keeps them apart from all', async () => {
    expect((await platform.roster.enrollments('s1')).map(({ role }) => role)).toEqual(['student', 'teacher'])
    expect((await platform.roster.enrollments('s1', 'teacher')).map(({ role }) => role)).toEqual(['teacher'])
    await platform.roster.enrollments('s1', 'teacher')
    expect(requests.filter(({ url }) => url.includes('/enrollments'))).toHaveLength(2)
  })

  test('encodes the client’s credentials as the standard has it', async () => {
    await platform.roster.students('c1')
    const { authorization } = requests.find(({ url }) => url === '/oidc/token') ?? {}
    expect(atob(authorization?.slice('Basic '.length) ?? '')).toBe('attendance%3A1:s%2Be%2Fc%3Ar')
  })

  test('passes on the platform’s refusal, and asks again the next time', async () => {
    await expect(platform.roster.user('../orgs')).rejects.toMatchObject({
      name: 'PlatformRefusal',
      code: 'NOT_FOUND',
      fix: 'Check the identifier.',
      reference: 'r2',
    })
    await expect(platform.roster.user('../orgs')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(requests.filter(({ url }) => url === '/ims/oneroster/rostering/v1p2/users/..%2Forgs')).toHaveLength(2)
  })
})

describe('publish', () => {
  const fact = { type: 'absence.explained.v1', municipality: 'espoo', school: 's1', learner: 'p1', data: { reason: 'sick' } }

  test('sends a whole event with the module as its source', async () => {
    await platform.publish(fact)
    const sent: unknown = JSON.parse(requests.at(-1)?.body ?? '')
    expect(sent).toMatchObject({ ...fact, specversion: '1.0', source: 'attendance', id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  })

  test('tries again with the same id while the platform does not answer', async () => {
    failuresToCome = 2
    await platform.publish(fact)
    const ids = requests.filter(({ url }) => url === '/api/events').map(({ body }) => (JSON.parse(body) as { id: string }).id)
    expect([ids.length, new Set(ids).size]).toEqual([3, 1])
  })

  test('gives up at once where the platform says no, and where the event is none', async () => {
    await expect(platform.publish({ ...fact, type: 'other.fact.v1' })).rejects.toMatchObject({ code: 'INTENT_NOT_DECLARED', status: 403 })
    expect(requests.filter(({ url }) => url === '/api/events')).toHaveLength(1)
    await expect(platform.publish({ ...fact, type: 'Nonsense' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})

test('a setting that is missing is named', () => {
  expect(() => modulePlatform({ platform: base })).toThrow('DIGIONE_MODULE')
})

test('a fault is answered without its message', async () => {
  const answer = problemResponse(new Error('Aino Virtanen was not found'), 'ref-1')
  expect([answer.status, await answer.json()]).toEqual([
    500,
    expect.objectContaining({ code: 'INTERNAL', reference: 'ref-1', detail: 'Something went wrong here (ref-1).' }),
  ])
})
