import { asksOf, Manifest } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyChain } from '../audit/store.ts'
import { up } from '../db/migrations/0017-acceptances.ts'
import type { Schema } from '../db/schema.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { WHO } from '../testing/sample-roster.ts'
import { createSchoolsWhereOn } from './schools-where-on.ts'
import { modulesOnEach } from './store.ts'
import { switchOn } from './switches.ts'

const scope = (id: string) => ({ id, purpose: { fi: 'Syy', sv: 'Orsak' }, legalBasis: 'public-task' as const })
const asking = (version: string, ...scopes: string[]) =>
  manifestOf('tasks', { version, scopes: scopes.map(scope), apis: { api: { purpose: { fi: 'x', sv: 'x' } } } })

let bench: Bench
let first: string

beforeEach(async () => {
  await bench?.close()
  bench = await openBench()
  first = await bench.publish(asking('1.0.0', 'tasks.mark'))
  const admin = await bench.contextOf(WHO.admin, ['office'])
  bench.callers['admin'] = bench.administrator(admin, WHO.admin)
  bench.callers['southAdmin'] = bench.administrator({ ...admin, municipality: 'south' }, WHO.admin)
  bench.callers['operator'] = bench.administrator(await bench.contextOf(WHO.operator, ['office']), WHO.operator)
})
afterAll(() => bench.close())

interface State {
  digest: string
  code?: string
  detail?: string
  more: { kind: string; scope?: string }[]
  offered: { version: string }
  standing: { version: string } | null
  accepted: { by: string | null; version: string }[]
}
const acceptance = async (municipality = 'north', as = 'admin') =>
  (await (await bench.send(as, `/api/municipalities/${municipality}/modules/tasks/acceptance`)).json()) as State
const post = async (path: string, body: object, as = 'admin', method = 'POST', municipality = 'north') => {
  const answer = await bench.send(as, `/api/municipalities/${municipality}/${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  return { status: answer.status, ...((await answer.json()) as State & { id: string; revision: number; base: number; version?: number }) }
}
const accept = (digest: string, as = 'admin') => post('modules/tasks/acceptance', { digest }, as)
const version = async () =>
  (await asPlatform(bench.db, (trx) => trx.selectFrom('municipalities').select('version').where('slug', '=', 'north').executeTakeFirstOrThrow())).version
const put = async (more: object = {}) =>
  post('switches', { module: 'tasks', school: null, role: null, on: true, version: await version(), ...more }, 'admin', 'PUT')
const onFor = async (person = WHO.teacher, way = 'school') =>
  (await modulesOnEach(bench.db, [await bench.contextOf(person, [way])], person, Date.now()))[0]?.map(({ release }) => release) ?? []
const module = async () => {
  const { modules } = (await (await bench.send('admin', '/api/municipalities/north/modules')).json()) as { modules: { module: string; acceptance: string }[] }
  return modules.find((one) => one.module === 'tasks')?.acceptance
}

describe('a module whose asks nobody accepted', () => {
  test('is not switched on, and the refusal names what is missing', async () => {
    const refused = await put()
    expect(refused).toMatchObject({ status: 409, code: 'ACCEPTANCE_NEEDED' })
    expect(refused.detail).toContain('the scope tasks.mark')
    expect(await module()).toBe('waiting')
    expect(await onFor()).toEqual([])
  })

  test('is switched on by the request that accepts what was shown', async () => {
    const { digest, more } = await acceptance()
    expect(more.map(({ kind }) => kind)).toContain('scope')
    expect((await put({ accept: digest })).status).toBe(200)
    expect(await onFor()).toEqual([first])
    expect(await acceptance()).toMatchObject({ more: [], standing: { version: '1.0.0' }, accepted: [{ by: 'Paavo Pääkäyttäjä', version: '1.0.0' }] })
    expect(await module()).toBe('accepted')
  })

  test('is planned, previewed with whom it would reach, and not sent', async () => {
    const decision = { module: 'tasks', effect: 'on', schools: null, roles: null, levels: null, groups: null, percentage: 100, from: null, until: null }
    const decisions = [{ ...decision, release: { kind: 'channel', channel: 'stable' } }]
    const change = await post('changes', { decisions, note: '' })
    const preview = (await (
      await bench.send('admin', '/api/municipalities/north/changes/preview', {
        method: 'POST',
        body: JSON.stringify({ decisions }),
        headers: { 'content-type': 'application/json' },
      })
    ).json()) as { moments: { effects: unknown[] }[]; conflicts: { kind: string }[] }
    expect(preview.conflicts).toContainEqual({ kind: 'not-accepted', module: 'tasks' })
    expect(preview.moments[0]?.effects).toHaveLength(1)
    const seen = { revision: change.revision, base: change.base }
    expect(await post(`changes/${change.id}/send`, seen)).toMatchObject({ status: 409, code: 'ACCEPTANCE_NEEDED' })
    await accept((await acceptance()).digest)
    expect((await post(`changes/${change.id}/send`, seen)).status).toBe(200)
    expect(await onFor()).toEqual([first])
  })

  test('that asks for nothing needs no acceptance', async () => {
    await bench.publish(manifestOf('plain'))
    expect((await put({ module: 'plain' })).status).toBe(200)
  })
})

describe('a release that asks for more', () => {
  beforeEach(async () => {
    await put({ accept: (await acceptance()).digest })
  })

  test('is not given before it is accepted: the newest accepted one stays, for people and for the vendor’s backend', async () => {
    await bench.publish(asking('1.1.0', 'tasks.mark', 'roster.groups'))
    expect(await onFor()).toEqual([first])
    expect(await module()).toBe('newer')
    expect(await acceptance()).toMatchObject({
      offered: { version: '1.1.0' },
      standing: { version: '1.0.0' },
      more: [{ kind: 'scope', scope: 'roster.groups' }],
    })
    expect((await asPlatform(bench.db, (trx) => createSchoolsWhereOn(bench)(trx, 'tasks'))).size).toBeGreaterThan(0)
    const before = await version()
    expect((await accept((await acceptance()).digest)).status).toBe(200)
    expect(await version(), 'open pages are told').toBeGreaterThan(before)
    expect(await onFor()).not.toEqual([first])
  })

  test('that asks for less, or the same, is given at once', async () => {
    const less = await bench.publish(asking('1.1.0'))
    expect(await onFor()).toEqual([less])
    const again = await bench.publish(asking('1.2.0', 'tasks.mark'))
    expect(await onFor()).toEqual([again])
  })

  test('may be switched on elsewhere meanwhile: it is the accepted one that is given', async () => {
    await bench.publish(asking('1.1.0', 'tasks.mark', 'roster.groups'))
    expect((await put({ role: 'teacher' })).status).toBe(200)
    expect(await onFor()).toEqual([first])
  })

  test('is off where the accepted one was withdrawn', async () => {
    await bench.publish(asking('1.1.0', 'tasks.mark', 'roster.groups'))
    await asPlatform(bench.db, (trx) => trx.updateTable('releases').set({ yanked_at: new Date(), yanked_reason: 'x' }).where('id', '=', first).execute())
    // As withdrawing does.
    await asPlatform(bench.db, (trx) =>
      trx
        .updateTable('municipalities')
        .set({ version: sql`version + 1` })
        .execute(),
    )
    expect(await onFor()).toEqual([])
    expect(await put()).toMatchObject({ code: 'ACCEPTANCE_NEEDED' })
    const why = (await (await bench.send('admin', '/api/municipalities/north/modules/tasks/why?role=teacher')).json()) as { against: string }
    expect(why.against).toBe('not-accepted')
  })

  test('is not accepted by whoever saw another one', async () => {
    const { digest } = await acceptance()
    await bench.publish(asking('1.1.0', 'tasks.mark', 'roster.groups'))
    expect(await accept(digest)).toMatchObject({ status: 409, code: 'CHANGED_MEANWHILE' })
    expect(await onFor()).toEqual([first])
  })

  test('is accepted once, however often it is sent', async () => {
    const { digest } = await acceptance()
    expect((await accept(digest)).accepted).toHaveLength(1)
  })
})

describe('an acceptance', () => {
  test('is told of in the history and in a chain that is whole', async () => {
    await put({ accept: (await acceptance()).digest })
    const { entries } = (await (await bench.send('admin', '/api/municipalities/north/history?module=tasks')).json()) as { entries: { action: string }[] }
    expect(entries.map(({ action }) => action)).toEqual(['module.switched', 'module.accepted'])
    expect((await inMunicipality(bench.db, 'north', (trx) => verifyChain(trx, 'north'))).brokenAt).toBeNull()
  })

  test('is of one municipality, and not the operator’s to give', async () => {
    const { digest } = await acceptance()
    await accept(digest)
    expect((await acceptance('south', 'southAdmin')).standing).toBeNull()
    expect((await accept(digest, 'operator')).status).toBe(403)
    expect((await put({ accept: digest })).status).toBe(200)
  })

  test('is neither changed nor taken out, by the application’s role at all', async () => {
    await accept((await acceptance()).digest)
    const attempt = (run: (trx: Kysely<Schema>) => Promise<unknown>) => asPlatform(bench.db, run)
    await expect(attempt((trx) => trx.updateTable('acceptances').set({ accepted_name: 'x' }).execute())).rejects.toThrow('permission denied')
    await expect(attempt((trx) => trx.deleteFrom('acceptances').execute())).rejects.toThrow('permission denied')
  })

  test('at set-up is in the name of whoever administers the place, where it is said so', async () => {
    await switchOn(bench.db, { module: 'tasks', municipality: 'north', inNameOf: 'municipal-admin' })
    expect((await acceptance()).accepted[0]?.by).toBe('Paavo Pääkäyttäjä')
    await switchOn(bench.db, { module: 'tasks', municipality: 'south' })
    expect((await acceptance('south', 'southAdmin')).accepted[0]?.by).toBeNull()
  })
})

test('the register has what is on, as it is given, and who accepted it', async () => {
  await bench.publish(manifestOf('plain'))
  await put({ module: 'plain' })
  await put({ accept: (await acceptance()).digest })
  await bench.publish(asking('1.1.0', 'tasks.mark', 'roster.groups'))
  const { entries } = (await (await bench.send('admin', '/api/municipalities/north/register')).json()) as {
    entries: { module: string; version: string; asks: unknown; accepted: { by: string } | null }[]
  }
  expect(entries.map(({ module: of, version: given }) => [of, given])).toEqual([
    ['plain', '1.0.0'],
    ['tasks', '1.0.0'],
  ])
  expect(entries[1]).toMatchObject({ accepted: { by: 'Paavo Pääkäyttäjä' }, asks: asksOf(Manifest.parse(asking('1.0.0', 'tasks.mark'))) })
  expect(entries[0]?.accepted).toBeNull()
})

test('an update takes nothing away: what is on counts as accepted as it was', async () => {
  await switchOn(bench.db, { module: 'tasks', municipality: 'north' })
  // As it was before there were acceptances.
  await sql`drop table acceptances`.execute(bench.db)
  await bench.db.transaction().execute((trx) => up(trx as unknown as Kysely<unknown>))
  expect(await onFor()).toEqual([first])
  const rows = await asPlatform(bench.db, (trx) => trx.selectFrom('acceptances').select(['municipality', 'release', 'accepted_role']).execute())
  expect(rows).toEqual([{ municipality: 'north', release: first, accepted_role: 'operator' }])
})
