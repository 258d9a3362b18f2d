import type { DeveloperReleases, Me } from '@digione/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asPlatform } from '../db/scope.ts'
import { switchOn } from '../entitlements/switches.ts'
import { coverNamed } from '../page/coverage.ts'
import { addVendor, bindApi } from '../registry/vendors.ts'
import { yank } from '../registry/yank.ts'
import { importRoster } from '../roster/store.ts'
import { contextsOf } from '../roster/store.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { filesOf, manifestOf, publicationOf } from '../testing/builds.ts'
import { sampleRoster, SCHOOL, WHO } from '../testing/sample-roster.ts'
import { TOKEN_EXCHANGE } from '../tokens/exchange.ts'
import { ALSO_COOKIE, createAlsoCovered } from './also-covered.ts'

/** Works for the vendor of tasks, and has a position of a teacher to try it in. */
const DEVELOPER = '00000000-0000-4000-8000-000000000099'
const BADGE = { scheme: 'employee', value: 'acme-1' }
const ROLES = ['teacher', 'operator'] as const
const SINCE = { from: '2020-08-01', until: null }

let bench: Bench
let stable: string
let preview: string
let foreign: string

const released = async (module: string, version: string, more: Parameters<typeof manifestOf>[1] = {}, channel = 'preview') => {
  const signer = bench.signers[module]
  if (!signer) throw new Error(`${module} was published`)
  const body = await publicationOf(signer, manifestOf(module, { version, roles: [...ROLES], ...more }), filesOf(`${module} ${version}`), { channel })
  const answer = await bench.send(module, '/api/registry/releases', { method: 'POST', body })
  return ((await answer.json()) as { release: string }).release
}
const introduce = (people: { scheme: string; value: string }[]) =>
  addVendor(bench.db, bench.secrets.keyHash, { id: 'tasks-vendor', name: 'Vendor Oy', modules: ['tasks', 'lost'], people, clients: [] })
const person = async (name: string, personId: string, ways: string[]) => {
  await bench.sessions.open(`${name}-session`, personId, { upstream: ways[0] ?? '', idToken: null })
  bench.callers[name] = { kind: 'person', personId, ways, endsInS: 900, sessionUid: `${name}-session` }
}

beforeAll(async () => {
  bench = await openBench()
  const blank = { learnerNumber: null, familyName: 'Kehittäjä', givenName: 'Kaisa', callingName: 'Kaisa', language: 'fi', nonDisclosure: 'off' } as const
  const role = (municipality: string, school: string | null, as: 'vendor' | 'teacher') =>
    ({ person: DEVELOPER, municipality, school, role: as, level: school === null ? null : 'perusopetus', state: null, ...SINCE }) as const
  await importRoster(bench.db, bench.secrets.keyHash, {
    ...sampleRoster,
    persons: [...sampleRoster.persons, { ...blank, id: DEVELOPER, keys: [BADGE] }],
    affiliations: [...sampleRoster.affiliations, role('hub', null, 'vendor'), role('north', SCHOOL.aarnila, 'teacher')],
  })
  stable = await bench.publish(manifestOf('tasks', { roles: [...ROLES], apis: { api: { purpose: { fi: 'x', sv: 'x' } } } }))
  await bench.publish(manifestOf('diary', { roles: [...ROLES] }))
  for (const municipality of ['north', 'hub']) for (const module of ['tasks', 'diary']) await switchOn(bench.db, { module, municipality })
  preview = await released('tasks', '1.1.0', { apis: { api: { purpose: { fi: 'x', sv: 'x' } }, later: { purpose: { fi: 'x', sv: 'x' } } } })
  foreign = await released('diary', '1.1.0')
  await introduce([BADGE])
  await person('operator', WHO.operator, ['office'])
  await person('developer', DEVELOPER, ['school', 'office'])
  // The same person by a way in that does not open what they are as a vendor.
  await person('developerAtSchool', DEVELOPER, ['school'])
  await person('teacher', WHO.teacher, ['school'])
})
afterAll(() => bench.close())

const ask = (as: string, asked: readonly string[], cookie = '') =>
  bench.send(as, `/api/me${asked.length > 0 ? `?override=${asked.join(',')}` : ''}`, cookie ? { headers: { cookie } } : {})
const meOf = async (as: string, ...asked: string[]) => (await (await ask(as, asked)).json()) as Me
const releasesIn = ({ contexts }: Me, module = 'tasks') => [
  ...new Set(contexts.flatMap(({ modules }) => modules.filter((on) => on.module === module).map(({ release }) => release))),
]
const codes = ({ overrides = [] }: Me) => overrides.map(({ refused }) => refused?.code ?? null)

describe('a release in place of the one that is on', () => {
  test.each(['operator', 'developer'])('stands wherever its module is on for the %s, with all that a browser needs of it', async (as) => {
    const me = await meOf(as, preview)
    expect(releasesIn(me)).toEqual([preview])
    expect(me.releases[preview]).toMatchObject({ version: '1.1.0', seal: { signature: expect.stringContaining('..') } })
    expect(me.overrides).toEqual([{ module: 'tasks', release: preview, refused: null }])
  })

  test('is that answer’s alone: whoever does not ask has what is on', async () => {
    await meOf('developer', preview)
    for (const as of ['developer', 'operator', 'teacher']) {
      const me = await meOf(as)
      expect(releasesIn(me)).toEqual([stable])
      expect(me).not.toHaveProperty('overrides')
    }
  })

  test('gives no right that the one that is on does not have', async () => {
    const { contexts } = await contextsOf(bench.db, DEVELOPER, ['school'], bench.config.upstreams)
    await bindApi(bench.db, { module: 'tasks', api: 'later', municipality: null, origin: 'https://tasks.example' })
    const body = new URLSearchParams({ grant_type: TOKEN_EXCHANGE, audience: 'tasks:later', context: contexts[0]?.id ?? '' })
    const answer = await bench.send('developer', '/api/tokens', { method: 'POST', body })
    expect(await answer.json()).toMatchObject({ code: 'API_NOT_DECLARED' })
  })

  test('runs in a frame where the one that is on does', async () => {
    await bench.publish(manifestOf('boxed', { roles: [...ROLES], isolation: 'frame' }))
    await switchOn(bench.db, { module: 'boxed', municipality: 'hub' })
    const freer = await released('boxed', '1.1.0', { isolation: 'page' })
    const tierOf = ({ contexts }: Me) => contexts.flatMap(({ modules }) => modules.filter(({ module }) => module === 'boxed').map(({ tier }) => tier))
    expect(tierOf(await meOf('operator', freer))).toEqual(['frame'])
    expect(codes(await meOf('operator', freer))).toEqual([null])
  })

  test.each([
    ['another vendor’s', 'developer', () => foreign],
    ['one’s own vendor’s, by a way in that does not open that role,', 'developerAtSchool', () => preview],
    ['any for a teacher', 'teacher', () => preview],
  ])('is refused: %s, told to the person and to the log', async (_, as, release) => {
    const logged = bench.lines.length
    const me = await meOf(as, release())
    expect(codes(me)).toEqual(['NOT_ALLOWED'])
    expect(JSON.stringify(me)).not.toContain('"version":"1.1.0"')
    expect(me.overrides?.[0]?.refused?.detail).toMatch(/^This person may not have another release of (tasks|diary)\.$/)
    const [line = ''] = bench.lines.slice(logged).filter((one) => one.includes('override.refused'))
    expect(JSON.parse(line)).toMatchObject({ code: 'NOT_ALLOWED', module: release().split('@')[0] })
    expect(line).not.toContain(DEVELOPER)
  })

  test('whoever may not have it does not hear whether it is there', async () => {
    const detail = async (release: string) => (await meOf('developer', release)).overrides?.[0]?.refused
    expect(await detail('diary@000000000000')).toEqual(await detail(foreign))
    expect((await meOf('developer', 'nobody@000000000000')).overrides?.[0]?.refused?.code).toBe('NOT_ALLOWED')
    expect(bench.lines.at(-1)).not.toContain('nobody@')
  })

  test('is refused where it is not there, withdrawn, too new, or on nowhere', async () => {
    const withdrawn = await released('tasks', '1.2.0')
    expect(codes(await meOf('operator', withdrawn))).toEqual([null])
    await yank(bench.db, { release: withdrawn, reason: 'Loses drafts', client: 'tasks-backend', modules: ['tasks'] })
    const tooNew = await released('tasks', '1.3.0')
    await asPlatform(bench.db, (trx) => sql`update releases set manifest = jsonb_set(manifest, '{hostApi}', '"1.9"') where id = ${tooNew}`.execute(trx))
    const forOthers = await released('tasks', '1.4.0', { roles: ['guardian'] })
    for (const [release, code] of [
      [withdrawn, 'RELEASE_YANKED'],
      ['tasks@000000000000', 'NOT_FOUND'],
      [tooNew, 'HOST_API_TOO_NEW'],
      [forOthers, 'MODULE_NOT_ON'],
    ] as const) {
      const me = await meOf('operator', release)
      expect(codes(me)).toEqual([code])
      expect(bench.lines.at(-1)).toContain(code)
    }
    expect(releasesIn(await meOf('operator', withdrawn))).toEqual([stable])
  })

  test('of one module one is had, and of few modules', async () => {
    const me = await meOf('operator', preview, stable, foreign)
    expect(releasesIn(me)).toEqual([preview])
    expect(releasesIn(me, 'diary')).toEqual([foreign])
    for (const asked of [Array.from({ length: 5 }, (_, at) => `m${at}@000000000000`), ['tasks'], ['../tasks@000000000000']])
      expect((await ask('operator', asked)).status).toBe(400)
  })

  test('ends with the vendor’s word that somebody does not work for it any more', async () => {
    await introduce([])
    expect(codes(await meOf('developer', preview))).toEqual(['NOT_ALLOWED'])
    await introduce([BADGE])
    expect(codes(await meOf('developer', preview))).toEqual([null])
  })
})

describe('what documents cover besides', () => {
  const cookieOf = async (as: string, asked: readonly string[], brought = '') => {
    const set = (await ask(as, asked, brought)).headers.getSetCookie().find((one) => one.startsWith(`${ALSO_COOKIE}=`))
    return { set, value: set?.slice(ALSO_COOKIE.length + 1).split(';')[0] }
  }
  const also = () => createAlsoCovered(bench.secrets, bench.config.origins.shell)

  test('is what somebody was admitted to, under the platform’s hand, and what other tabs were', async () => {
    const { set, value } = await cookieOf('operator', [preview])
    expect(set).toMatch(/; Domain=digione\.localhost; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(also().read(value)).toEqual([preview])
    const { value: both } = await cookieOf('operator', [foreign], `${ALSO_COOKIE}=${value}`)
    expect(also().read(both)).toEqual([foreign, preview])
  })

  test('is nothing for whoever was refused or did not ask', async () => {
    expect((await cookieOf('teacher', [preview])).set).toBeUndefined()
    expect((await cookieOf('operator', [])).set).toBeUndefined()
  })

  test('is nothing that somebody else wrote', async () => {
    const { value = '' } = await cookieOf('operator', [preview])
    const other = createAlsoCovered({ keyHash: Buffer.alloc(32).toString('base64') }, bench.config.origins.shell)
    for (const forged of [
      undefined,
      '',
      preview,
      `${foreign}~${value.split('~')[1]}`,
      `${value}x`,
      value.slice(0, -3),
      other.set([preview]).slice(13).split(';')[0],
    ])
      expect(also().read(forged), forged).toEqual([])
  })

  test('is no release that is not there or was withdrawn since', async () => {
    const gone = await released('tasks', '1.5.0')
    expect((await coverNamed(bench.db, [gone, preview])).map(({ start }) => start.id)).toEqual([gone, preview])
    await yank(bench.db, { release: gone, reason: 'Loses drafts', client: 'tasks-backend', modules: ['tasks'] })
    expect((await coverNamed(bench.db, [gone, preview, 'tasks@000000000000'])).map(({ start }) => start.id)).toEqual([preview])
  })
})

describe('what there is to choose', () => {
  const offered = async (as: string) => {
    const answer = await bench.send(as, '/api/developer/releases')
    return { status: answer.status, ...((await answer.json()) as Partial<DeveloperReleases>) }
  }

  test('is of every module that is on for an operator, and of a vendor’s own for its person', async () => {
    expect((await offered('operator')).modules?.map(({ module }) => module).toSorted()).toEqual(['boxed', 'diary', 'tasks'])
    const { modules = [] } = await offered('developer')
    expect(modules.map(({ module, on }) => ({ module, on }))).toEqual([{ module: 'tasks', on: [stable] }])
    const versions = modules[0]?.releases.map(({ version, channel }) => `${version} ${channel}`) ?? []
    expect(versions).toContain('1.1.0 preview')
    expect(versions).toContain('1.0.0 stable')
    // Withdrawn.
    expect(versions).not.toContain('1.2.0 preview')
  })

  test('is nobody else’s', async () => {
    expect(await offered('teacher')).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    expect(await offered('developerAtSchool')).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    expect(await offered('nobody')).toMatchObject({ status: 401 })
    expect(await offered('tasks')).toMatchObject({ status: 403 })
  })
})
