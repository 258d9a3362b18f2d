import { calculateJwkThumbprint } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench } from '../testing/bench.ts'
import { revokeKey } from '../registry/keys.ts'
import { manifestOf } from '../testing/builds.ts'
import { WHO } from '../testing/sample-roster.ts'
import { contextsOf } from '../roster/store.ts'
import { modulesOnEach } from './store.ts'
import { switchOn } from './switches.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks'))
  await bench.publish(manifestOf('closed', { isolation: 'frame' }))
  for (const module of ['tasks', 'closed']) await switchOn(bench.db, { module, municipality: null })
  for (const [name, who] of [
    ['admin', WHO.admin],
    ['operator', WHO.operator],
  ] as const) {
    const [context] = (await contextsOf(bench.db, who, ['office'], bench.config.upstreams)).contexts
    if (context) bench.callers[name] = bench.administrator(context, who)
  }
})
afterAll(() => bench.close())

async function tiers(who: string, ways: string[]): Promise<Record<string, string | null>> {
  const { contexts } = await contextsOf(bench.db, who, ways, bench.config.upstreams)
  const [first] = await modulesOnEach(bench.db, contexts, who, Date.now())
  return Object.fromEntries((first ?? []).map(({ module, tier }) => [module, tier]))
}
const versionOf = async (place: string) =>
  ((await (await bench.send('operator', `/api/municipalities/${place}/modules`)).json()) as { version: number }).version
async function frame(as: string, place: string, framed: boolean, module = 'tasks') {
  const body = JSON.stringify({ module, framed, version: await versionOf(place) })
  return bench.send(as, `/api/municipalities/${place}/frames`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
}

test('a release runs as it says, unless its municipality has it run in a frame; another municipality is not asked', async () => {
  expect(await tiers(WHO.teacher, ['school'])).toEqual({ tasks: 'page', closed: 'frame' })
  expect((await frame('admin', 'north', true)).status).toBe(200)
  expect(await tiers(WHO.teacher, ['school'])).toEqual({ tasks: 'frame', closed: 'frame' })
  expect((await tiers(WHO.southTeacher, ['school']))['tasks']).toBe('page')
  expect((await frame('admin', 'north', false)).status).toBe(200)
  expect((await tiers(WHO.teacher, ['school']))['tasks']).toBe('page')
})

test('nobody runs in the shell’s realm what its vendor has in a frame', async () => {
  expect((await frame('admin', 'north', false, 'closed')).status).toBe(200)
  expect((await tiers(WHO.teacher, ['school']))['closed']).toBe('frame')
})

test('what the operator decides at the platform’s own place holds everywhere, and no municipality undoes it', async () => {
  const { contexts } = await contextsOf(bench.db, WHO.operator, ['office'], bench.config.upstreams)
  const platform = contexts[0]?.municipality ?? ''
  expect((await frame('operator', platform, true)).status).toBe(200)
  expect((await frame('admin', 'north', false)).status).toBe(200)
  expect((await tiers(WHO.teacher, ['school']))['tasks']).toBe('frame')
  expect((await tiers(WHO.southTeacher, ['school']))['tasks']).toBe('frame')
  const { modules } = (await (await bench.send('admin', '/api/municipalities/north/modules')).json()) as { modules: { module: string; framed: object }[] }
  expect(modules.find(({ module }) => module === 'tasks')?.framed).toEqual({ country: true, municipality: false })
  expect((await frame('operator', platform, false)).status).toBe(200)
  expect((await tiers(WHO.southTeacher, ['school']))['tasks']).toBe('page')
})

test('a decision stands in the municipality’s history, and one made from an old state is refused', async () => {
  await frame('admin', 'north', true)
  const { entries } = (await (await bench.send('admin', '/api/municipalities/north/history')).json()) as { entries: object[] }
  expect(entries[0]).toMatchObject({ action: 'module.framed', module: 'tasks', on: true, school: null })
  const body = JSON.stringify({ module: 'tasks', framed: false, version: -1 })
  const answer = await bench.send('admin', '/api/municipalities/north/frames', { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'CHANGED_MEANWHILE'])
})

test('an administrator is told where a module’s releases came from: its vendor, key, SDK and size, and what became of the key', async () => {
  const ask = async (as: string, module = 'tasks') => bench.send(as, `/api/municipalities/north/modules/${module}/releases`)
  const told = async () => ((await (await ask('admin')).json()) as { releases: Record<string, unknown>[] }).releases
  const jwk = bench.signers['tasks']?.jwk
  const key = jwk && (await calculateJwkThumbprint(jwk))
  const [release] = await told()
  expect(release).toMatchObject({
    version: '1.0.0',
    channel: 'stable',
    isHead: true,
    sdk: '0.1.0',
    source: null,
    yanked: null,
    key: { thumbprint: key, addedAt: expect.any(String), revokedAt: null },
  })
  expect(release?.['release']).toMatch(/^tasks@[0-9a-f]{12}$/)
  expect(release?.['bytes']).toBeGreaterThan(0)
  await revokeKey(bench.db, { vendor: 'tasks-vendor', client: 'tasks-backend', thumbprint: key ?? '' })
  expect((await told())[0]).toMatchObject({ key: { thumbprint: key, revokedAt: expect.any(String) } })
  expect((await ask('admin', 'nothing-of-this-name')).status).toBe(404)
})
