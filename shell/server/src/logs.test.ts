import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asPlatform } from './db/scope.ts'
import { createLog, loggedError } from './log.ts'
import type { Browser, Page } from './testing/browser.ts'
import { type LoginBench, openLoginBench } from './testing/login-bench.ts'
import { personalDataIn } from './testing/personal-data.ts'
import { GROUP, SCHOOL, WHO } from './testing/sample-roster.ts'
import { TOKEN_EXCHANGE } from './tokens/exchange.ts'

let bench: LoginBench
beforeAll(async () => {
  bench = await openLoginBench()
})
afterAll(() => bench.close())

const logIn = async (browser: Browser, way: string, login: string) => browser.choose(await browser.begin({ digione_provider: way }), login)
const access = async (browser: Browser, page: Page) => String((await browser.redeem(page)).body['access_token'])
const post = (body: unknown): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const linesNow = () => bench.lines.map((line) => JSON.stringify(line))
/** What the vault, the providers and the vendors know people by, beside the roster's own. */
const alsoKnownAs = () => [
  ...[WHO.teacher, WHO.guardian, WHO.aino].flatMap((person) => ['board', 'shell'].map((sector) => bench.pairwise.mask(person, sector))),
  'Nimetön',
  'Numeroton',
  'Vieras',
  'uid-1',
  'uid-3',
  'uid-8',
  'uid-9',
  'sub-teacher',
  'sub-guardian',
  '1.2.246.562.98.999',
  'aino@example.fi',
]

test('a morning of log-ins, refusals, tokens, reports and log-outs leaves nobody’s name, identifier or address in the log', async () => {
  const teacher = await bench.openBrowser()
  const token = await access(teacher, await logIn(teacher, 'school', 'teacher'))
  const me = (await teacher.ask(token, '/api/me')).body as unknown as { contexts: { id: string }[] }
  const exchange = (audience: string, context: string) =>
    teacher.ask(token, '/api/tokens', { method: 'POST', body: new URLSearchParams({ grant_type: TOKEN_EXCHANGE, audience, context }) })
  expect((await exchange('board:api', me.contexts[0]?.id ?? '')).status).toBe(200)
  // Whoever tries what they may not writes into the request whatever they like.
  for (const context of [WHO.aino, 'Aino Canary-North', '020281-9050']) expect((await exchange('board:api', context)).status).toBe(403)
  expect((await exchange('aino:api', me.contexts[0]?.id ?? '')).status).toBe(403)
  expect((await teacher.ask(token, '/api/mounts', post({ module: 'board', context: 'Helmi Huoltaja' }))).status).toBe(403)
  const report = { kind: 'error', code: 'Tuulikki', phase: 'Aino', message: 'TypeError: Aino Canary-North, 1.2.246.562.98.3, has no lessons' }
  for (const more of [
    { module: 'board', municipality: 'north', code: 'MODULE_FAILED' },
    { module: 'Aino', municipality: 'Huoltaja', release: 'Veli', reference: 'Aino' },
  ])
    expect((await teacher.ask(token, '/api/reports', post({ ...report, ...more }))).status).toBe(204)
  expect((await teacher.ask(token, '/api/reports', post({ kind: 'vital', vital: 'Aino', value: 1, module: 'board' }))).status).toBe(204)
  await teacher.ask(token, '/api/feedback', post({ kind: 'other', text: 'Aino Canary-North', page: '/aino', email: 'aino@example.fi' }))
  await teacher.ask(token, '/api/feedback', post({ kind: 'other', text: '', page: '/', email: 'aino@example.fi' }))
  for (const path of ['/api/people/Aino', `/api/people/${WHO.aino}`, `/ims/oneroster/rostering/v1p2/users/${bench.pairwise.mask(WHO.aino, 'board')}`])
    expect((await teacher.ask(token, path)).status).toBeGreaterThanOrEqual(400)
  expect((await teacher.ask('Aino.Canary-North.020281-9050', '/api/me', { headers: { authorization: 'Bearer Aino.Canary-North.x' } })).status).toBe(401)
  await bench.live.endSession(WHO.teacher, 'nothing')

  const guardian = await bench.openBrowser()
  await access(guardian, await logIn(guardian, 'family', 'guardian'))
  for (const login of ['no-number', 'stranger']) expect((await logIn(await bench.openBrowser(), 'school', login)).status).toBe(403)
  const aino = await bench.openBrowser()
  await access(aino, await logIn(aino, 'school', 'aino'))
  await logIn(aino, 'family', 'guardian')
  await teacher.signOut()
  await aino.token({ grant_type: 'refresh_token', refresh_token: 'Aino Canary-North' })

  const lines = linesNow()
  const events = new Set(bench.lines.map((line) => line['event'] ?? line['msg']))
  expect([...events]).toEqual(
    expect.arrayContaining([
      'login.accepted',
      'login.refused',
      'token.refused',
      'request.refused',
      'refused',
      'a page reported',
      'feedback came',
      'logout',
      'grant.refused',
    ]),
  )
  expect(personalDataIn(lines, alsoKnownAs())).toEqual([])
})

test('what a report may tell is told: the module, the place, the code and the kind of error', () => {
  const reported = bench.lines.filter((line) => line['msg'] === 'a page reported').map((line) => line['report'])
  expect(reported).toEqual([
    { module: 'board', municipality: 'north', kind: 'error', code: 'MODULE_FAILED', error: 'TypeError' },
    { module: 'other', municipality: 'other', kind: 'error', error: 'TypeError' },
    { module: 'board', municipality: 'other', kind: 'vital', vital: 'other', value: 1 },
  ])
})

test.each([
  ['a value that is refused', () => sql`select ${'Aino Canary-North'}::uuid`],
  [
    'a row that is there already',
    () => sql`insert into person_keys values ('hetu', ${'020281-9050'}, ${WHO.guardian}), ('hetu', ${'020281-9050'}, ${WHO.guardian})`,
  ],
  ['a row that lacks something', () => sql`insert into persons (id, family_name) values (${WHO.both}::uuid, ${'Huoltaja'})`],
  ['a row that belongs to nothing', () => sql`insert into enrolments values (${WHO.aino}, ${GROUP.b4}, ${SCHOOL.south}, 'learner', '2026-01-01', null)`],
])('a database’s error of %s quotes it; the log keeps the kind, the code and the place, and no values', async (_, statement) => {
  const error: unknown = await asPlatform(bench.db, (trx) => statement().execute(trx)).catch((thrown: unknown) => thrown)
  const withCause = new Error('It failed.', { cause: error })
  const written = (serialize: boolean) => {
    const lines: string[] = []
    const destination = { write: (line: string) => void lines.push(line) }
    const log = serialize ? createLog('debug', destination) : pino({}, destination)
    for (const err of [error, withCause]) log.error({ err }, 'failed')
    return lines
  }
  // Seen to matter: without the serializer it stands there.
  expect(personalDataIn(written(false), [SCHOOL.south])).not.toEqual([])
  expect(personalDataIn(written(true), [SCHOOL.south])).toEqual([])
  expect(loggedError(error)).toMatchObject({ code: expect.stringMatching(/^\w{5}$/), stack: expect.stringContaining(' at ') })
})
