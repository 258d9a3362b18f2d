import type { Context, Decision } from '@digione/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyChain } from '../audit/store.ts'
import { asPlatform } from '../db/scope.ts'
import { tenantVersions } from '../tenants/store.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { SCHOOL, WHO } from '../testing/sample-roster.ts'
import { modulesOnEach } from './store.ts'
import { watchTurns } from './turns.ts'

const DAY_MS = 86_400_000

let bench: Bench
const people: Record<'teacher' | 'child', { context: Context; person: string }> = {} as never

interface Told {
  id: string
  number: number
  state: string
  revision: number
  base: number
  sentBack: { reason: string } | null
  revertedBy: { number: number } | null
}
interface Looked {
  base: number
  moments: { at: string; effects: { module: string; isDecided: boolean; gains: object[]; loses: object[]; moves: object[] }[] }[]
  conflicts: { kind: string }[]
}

beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('marks', { levels: ['perusopetus'], roles: ['teacher', 'guardian'] }))
  await bench.publish(manifestOf('report', { needs: ['marks'], roles: ['teacher'] }))
  await bench.publish(manifestOf('diary', { excludes: ['marks'], roles: ['teacher'] }))
  people.teacher = { context: await bench.contextOf(WHO.teacher, ['school']), person: WHO.teacher }
  people.child = { context: await bench.contextOf(WHO.guardian, ['family']), person: WHO.guardian }
  bench.callers['admin'] = bench.administrator(await bench.contextOf(WHO.admin, ['office']), WHO.admin)
  bench.callers['operator'] = bench.administrator(await bench.contextOf(WHO.operator, ['office']), WHO.operator)
})
beforeEach(async () => {
  await asPlatform(bench.db, async (trx) => {
    for (const table of ['rules', 'changes', 'municipality_policies', 'stops'] as const) await trx.deleteFrom(table).execute()
  })
  bench.ahead.ms = 0
})
afterAll(() => bench.close())

const decision = (module: string, more: Partial<Decision> = {}): Decision => ({
  module,
  effect: 'on',
  schools: null,
  roles: null,
  levels: null,
  groups: null,
  release: { kind: 'channel', channel: 'stable' },
  percentage: 100,
  from: null,
  until: null,
  ...more,
})
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
const ask = async <T = Told>(path: string, body?: object, as = 'admin', method = body ? 'POST' : 'GET') => {
  const init = body ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : { method }
  const answer = await bench.send(as, `/api/municipalities/north/${path}`, init)
  return { status: answer.status, ...((await answer.json()) as T & { code?: string; detail?: string }) }
}
const plan = (...decisions: Decision[]) => ask('changes', { decisions, note: 'Syksyksi' })
const step = (change: Told, what: string, body: object = { revision: change.revision, base: change.base }, as = 'admin') =>
  ask(`changes/${change.id}/${what}`, body, as)
const make = async (...decisions: Decision[]) => step(await plan(...decisions), 'send')
const look = async (change: Told, as = 'admin') => (await ask<{ preview: Looked; change: Told }>(`changes/${change.id}`, undefined, as)).preview
const preview = (...decisions: Decision[]) => ask<Looked>('changes/preview', { decisions })
const on = async (who: keyof typeof people) =>
  (await modulesOnEach(bench.db, [people[who].context], people[who].person, bench.now()))[0]?.map(({ module }) => module) ?? []
const switching = async (module: string, state: boolean) => {
  const { version } = await ask<{ version: number }>('modules')
  return ask('switches', { module, school: null, role: null, on: state, version }, 'admin', 'PUT')
}

describe('a change', () => {
  test('is a plan until it is sent, says what it would do to how many, and then holds', async () => {
    const change = await plan(decision('marks', { schools: [SCHOOL.aarnila], roles: ['teacher'] }))
    expect(change).toMatchObject({ status: 201, number: 1, state: 'draft' })
    expect(await on('teacher')).toEqual([])
    const { moments, conflicts, base } = await look(change)
    expect(conflicts).toEqual([])
    expect(moments[0]?.effects).toEqual([
      { module: 'marks', name: expect.anything(), isDecided: true, gains: [{ role: 'teacher', people: 1, schools: 1 }], loses: [], moves: [] },
    ])
    expect(await step(change, 'send', { revision: change.revision, base })).toMatchObject({ status: 200, state: 'made' })
    expect([await on('teacher'), await on('child')]).toEqual([['marks'], []])
    const { entries } = await ask<{ entries: object[] }>('history')
    expect(entries[0]).toMatchObject({ action: 'change.made', module: 'marks', change: { number: 1 }, on: true })
  })

  test('begins and ends by the clock, and open pages are told', async () => {
    await make(decision('marks', { roles: ['guardian'] }))
    await make(decision('marks', { effect: 'off', from: inDays(10), until: inDays(20) }))
    const turns = await watchTurns(bench, bench.notifications)
    const version = async () => (await tenantVersions(bench.db, ['north']))['north'] ?? 0
    const seen = []
    for (const days of [0, 9, 10.01, 19, 20.01]) {
      const before = await version()
      bench.ahead.ms = days * DAY_MS
      await new Promise((resolve) => setTimeout(resolve, 1200))
      seen.push([await on('child'), (await version()) > before])
    }
    await turns.stop()
    expect(seen).toEqual([
      [['marks'], false],
      [['marks'], false],
      [[], true],
      [[], false],
      [['marks'], true],
    ])
  })

  test('that holds at once is told of once: whoever decides next decides from what they see', async () => {
    const turns = await watchTurns(bench, bench.notifications)
    const version = async () => (await tenantVersions(bench.db, ['north']))['north'] ?? 0
    const before = await version()
    await make(decision('marks'))
    await make(decision('marks', { effect: 'off' }))
    await new Promise((resolve) => setTimeout(resolve, 1200))
    await turns.stop()
    expect(await version()).toBe(before + 2)
  })

  test('that begins later is named where another one would replace it', async () => {
    await make(decision('marks', { from: inDays(10) }))
    const { conflicts } = await preview(decision('marks', { effect: 'off' }))
    expect(conflicts).toEqual([{ kind: 'replaces-planned', module: 'marks', on: true, school: null, role: null, from: expect.any(String) }, { kind: 'nobody' }])
  })

  test('names what it takes along: modules that need what stops', async () => {
    await make(decision('marks'), decision('report'))
    expect(await on('teacher')).toEqual(['marks', 'report'])
    const { moments } = await preview(decision('marks', { effect: 'off' }))
    expect(moments[0]?.effects.map(({ module, isDecided, loses }) => [module, isDecided, loses.length > 0])).toEqual([
      ['marks', true, true],
      ['report', false, true],
    ])
    await make(decision('marks', { effect: 'off' }))
    expect(await on('teacher')).toEqual([])
  })

  test('names what stands against it', async () => {
    const kinds = async (...decisions: Decision[]) => (await preview(...decisions)).conflicts
    expect(await kinds(decision('report'))).toEqual([{ kind: 'needs', module: 'report', missing: ['marks'] }, { kind: 'nobody' }])
    expect(await kinds(decision('marks', { roles: ['staff'] }))).toEqual([
      { kind: 'not-for', module: 'marks', roles: ['staff'], levels: [] },
      { kind: 'nobody' },
    ])
    await make(decision('marks', { schools: [SCHOOL.aarnila] }))
    expect(await kinds(decision('diary'))).toContainEqual({ kind: 'excluded', module: 'diary', by: ['marks'] })
    expect(await kinds(decision('marks', { effect: 'off' }))).toContainEqual({ kind: 'schools-decide', module: 'marks', schools: [SCHOOL.aarnila] })
  })

  test('may name nothing that is not there', async () => {
    expect(await plan(decision('nothing'))).toMatchObject({ status: 404 })
    expect(await plan(decision('marks', { schools: [SCHOOL.south] }))).toMatchObject({ status: 404 })
    expect(await plan(decision('marks', { release: { kind: 'pin', release: 'marks@000000000000' } }))).toMatchObject({ status: 404 })
    expect(await plan(decision('marks', { from: inDays(2), until: inDays(1) }))).toMatchObject({
      status: 400,
      detail: expect.stringContaining('it ends before it begins'),
    })
  })

  test('for a share of the people reaches the same ones as before when it grows', async () => {
    await make(decision('marks', { percentage: 0 }))
    expect(await on('teacher')).toEqual([])
    await make(decision('marks', { percentage: 100 }))
    expect(await on('teacher')).toEqual(['marks'])
  })
})

describe('two administrators', () => {
  test('never overwrite each other’s draft', async () => {
    const change = await plan(decision('marks'))
    const edit = (note: string) => ask(`changes/${change.id}`, { revision: change.revision, decisions: [decision('marks')], note }, 'admin', 'PUT')
    const both = await Promise.all([edit('yksi'), edit('kaksi')])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(both.find(({ status }) => status === 409)).toMatchObject({ code: 'CHANGED_MEANWHILE' })
  })

  test('make nothing on other ground than they saw: what changed meanwhile is shown, and then it can be made', async () => {
    const change = await plan(decision('marks', { roles: ['teacher'] }))
    const { base } = await look(change)
    await make(decision('marks', { effect: 'off' }))
    expect(await step(change, 'send', { revision: change.revision, base })).toMatchObject({ status: 409, code: 'CHANGED_MEANWHILE' })
    expect(await on('teacher')).toEqual([])
    const again = await look(change)
    expect(again.conflicts).toEqual([{ kind: 'changed-since', change: expect.any(String), number: 2, by: 'Paavo Pääkäyttäjä', at: expect.any(String) }])
    expect(await step(change, 'send', { revision: change.revision, base: again.base })).toMatchObject({ status: 200 })
    expect(await on('teacher')).toEqual(['marks'])
  })

  test('are not in each other’s way with other modules', async () => {
    const change = await plan(decision('marks'))
    await make(decision('diary'))
    expect(await step(change, 'send')).toMatchObject({ status: 200, state: 'made' })
  })
})

describe('where a second person approves', () => {
  const turnOn = () => ask('changes/four-eyes', { fourEyes: true }, 'admin', 'PUT')

  test('nothing is switched by one alone', async () => {
    expect(await turnOn()).toMatchObject({ status: 200, state: 'made' })
    expect(await switching('marks', true)).toMatchObject({ status: 409, code: 'APPROVAL_NEEDED' })
    const change = await step(await plan(decision('marks')), 'send')
    expect(change).toMatchObject({ state: 'waiting' })
    expect(await on('teacher')).toEqual([])
    expect(await step(change, 'approve')).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    expect(await step(change, 'approve', undefined, 'operator')).toMatchObject({ status: 200, state: 'made' })
    expect(await on('teacher')).toEqual(['marks'])
    expect(await step(change, 'approve', undefined, 'operator')).toMatchObject({ status: 409 })
  })

  test('a change is given back with a reason, and sent again', async () => {
    await turnOn()
    const change = await step(await plan(decision('marks')), 'send')
    const back = await step(change, 'send-back', { revision: change.revision, reason: 'Odotetaan sopimusta.' }, 'operator')
    expect(back).toMatchObject({ state: 'draft', sentBack: { reason: 'Odotetaan sopimusta.' } })
    expect(await step(back, 'send')).toMatchObject({ state: 'waiting', sentBack: null })
  })

  test('whoever edited it last may not approve it either', async () => {
    await turnOn()
    const change = await plan(decision('marks'))
    const edited = await ask(`changes/${change.id}`, { revision: 1, decisions: [decision('marks')], note: '' }, 'operator', 'PUT')
    await step(edited, 'send')
    expect(await step(edited, 'approve', undefined, 'operator')).toMatchObject({ status: 403 })
    expect(await step(edited, 'approve')).toMatchObject({ status: 403 })
  })

  test('giving that up needs approval itself', async () => {
    await turnOn()
    const change = await ask('changes/four-eyes', { fourEyes: false }, 'admin', 'PUT')
    expect(change).toMatchObject({ state: 'waiting' })
    expect(await switching('marks', true)).toMatchObject({ code: 'APPROVAL_NEEDED' })
    await step(change, 'approve', undefined, 'operator')
    expect(await switching('marks', true)).toMatchObject({ status: 200 })
  })
})

describe('taking a change back', () => {
  const revert = async (change: Told) => {
    const reverting = await ask(`changes/${change.id}/revert`, {})
    return step(reverting, 'send')
  }

  test('what it brought goes, what it ended holds again', async () => {
    await make(decision('marks', { roles: ['guardian'] }))
    const change = await make(decision('marks', { effect: 'off' }), decision('diary'))
    expect([await on('teacher'), await on('child')]).toEqual([['diary'], []])
    expect(await revert(change)).toMatchObject({ status: 200, state: 'made' })
    expect([await on('teacher'), await on('child')]).toEqual([[], ['marks']])
    expect((await ask<{ changes: Told[] }>('changes?state=made')).changes.find(({ id }) => id === change.id)?.revertedBy).toMatchObject({ number: 3 })
  })

  test('of what begins later leaves everything as it was', async () => {
    await make(decision('marks'))
    const change = await make(decision('marks', { effect: 'off', from: inDays(10) }))
    await revert(change)
    bench.ahead.ms = 11 * DAY_MS
    expect(await on('teacher')).toEqual(['marks'])
  })

  test('a switch is taken back as well, and a taking back too', async () => {
    await switching('marks', true)
    const [change] = (await ask<{ changes: Told[] }>('changes?state=made')).changes
    if (!change) throw new Error('a switch is a change')
    const back = await revert(change)
    expect(await on('teacher')).toEqual([])
    await revert(back)
    expect(await on('teacher')).toEqual(['marks'])
  })

  test('is refused where somebody decided anew since', async () => {
    const change = await make(decision('marks'))
    await make(decision('marks', { effect: 'off' }))
    expect(await revert(change)).toMatchObject({ status: 409, code: 'CHANGED_MEANWHILE' })
  })

  test('one that takes another back is not turned into something else', async () => {
    const reverting = await ask(`changes/${(await make(decision('marks'))).id}/revert`, {})
    const edited = await ask(`changes/${reverting.id}`, { revision: reverting.revision, decisions: [decision('diary')], note: '' }, 'admin', 'PUT')
    expect(edited).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
  })

  test('what was not made is discarded', async () => {
    const change = await plan(decision('marks'))
    expect(await step(change, 'discard', { revision: 1 })).toMatchObject({ state: 'discarded' })
    expect(await step(change, 'send')).toMatchObject({ status: 409 })
    expect((await ask<{ changes: Told[] }>('changes')).changes).toEqual([])
  })
})

describe('why', () => {
  const why = (module: string, query: string) =>
    ask<{ on: boolean; against: string | null; decided: object | null; overrode: object[]; beside: object[] }>(`modules/${module}/why?${query}`)

  test('names the rule that decides, what it overrides and what is yet to come, with whoever decided it', async () => {
    await make(decision('marks'))
    await make(decision('marks', { effect: 'off', schools: [SCHOOL.aarnila] }))
    await make(decision('marks', { schools: [SCHOOL.aarnila], roles: ['teacher'], from: inDays(3) }))
    const told = await why('marks', `school=${SCHOOL.aarnila}&role=teacher&level=perusopetus`)
    expect(told).toMatchObject({
      on: false,
      decided: { on: false, place: 'school', by: 'Paavo Pääkäyttäjä', change: { number: 2 } },
      overrode: [{ on: true, place: 'municipality', because: 'wider-place', change: { number: 1 } }],
      beside: [{ on: true, place: 'school', role: 'teacher', because: 'not-yet', change: { number: 3 } }],
    })
  })

  test('says what stands against a rule that says on', async () => {
    await make(decision('marks'), decision('report'), decision('diary'))
    const against = async (module: string, query = 'role=teacher&level=perusopetus') => (await why(module, query)).against
    expect(await against('marks')).toBe(null)
    expect(await against('marks', 'role=teacher&level=lukiokoulutus')).toBe('not-for')
    expect(await against('diary')).toBe('excluded')
    expect(await against('report', 'role=teacher&level=lukiokoulutus')).toBe('needs')
    expect(await why('nothing', 'role=teacher')).toMatchObject({ status: 404 })
  })
})

test('every step stands in the municipality’s audit, and its chain is whole', async () => {
  await ask('changes/four-eyes', { fourEyes: true }, 'admin', 'PUT')
  const change = await step(await plan(decision('marks')), 'send')
  const back = await step(change, 'send-back', { revision: change.revision, reason: 'Ei vielä.' }, 'operator')
  await step(back, 'discard', { revision: back.revision })
  const [actions, chain] = await asPlatform(bench.db, async (trx) => {
    const rows = await trx.selectFrom('audit').select('action').where('chain', '=', 'north').orderBy('seq', 'desc').limit(4).execute()
    return [rows.map(({ action }) => action), await verifyChain(trx, 'north')] as const
  })
  expect(actions).toEqual(['change.discarded', 'change.sent-back', 'change.sent', 'change.made'])
  expect(chain).toMatchObject({ brokenAt: null })
})

describe('stopping a module', () => {
  const reason = { fi: 'Palvelussa on tietoturvaongelma.', sv: 'Tjänsten har ett säkerhetsproblem.' }
  const stop = (as = 'admin', municipality = 'north') =>
    bench.send(as, `/api/municipalities/${municipality}/stops`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ module: 'marks', reason }),
    })
  const resume = (as = 'admin', municipality = 'north') => bench.send(as, `/api/municipalities/${municipality}/stops/marks`, { method: 'DELETE' })

  test('takes it away at once, needs nobody’s approval, and gives it back as it was decided', async () => {
    await make(decision('marks'))
    await ask('changes/four-eyes', { fourEyes: true }, 'admin', 'PUT')
    expect((await stop()).status).toBe(204)
    expect([await on('teacher'), await on('child')]).toEqual([[], []])
    expect((await stop()).status).toBe(409)
    const { modules } = await ask<{ modules: { module: string; state: { state: string }; stopped: object }[] }>('modules')
    // What is decided is not changed by it.
    expect(modules.find(({ module }) => module === 'marks')).toMatchObject({ state: { state: 'on' }, stopped: { country: null, municipality: { reason } } })
    expect((await preview(decision('marks'))).conflicts).toContainEqual({ kind: 'stopped', module: 'marks' })
    expect((await resume()).status).toBe(204)
    expect(await on('teacher')).toEqual(['marks'])
    expect((await resume()).status).toBe(404)
    const { entries } = await ask<{ entries: { action: string }[] }>('history')
    expect(entries.slice(0, 2).map(({ action }) => action)).toEqual(['module.resumed', 'module.stopped'])
  })

  test('in the whole country is the operator’s alone, and no municipality ends it', async () => {
    const [platform] = await asPlatform(bench.db, (trx) => trx.selectFrom('municipalities').select('slug').where('kind', '=', 'platform').execute())
    if (!platform) throw new Error('the sample has one')
    await make(decision('marks'))
    expect((await stop('admin', platform.slug)).status).toBe(403)
    expect((await stop('operator', platform.slug)).status).toBe(204)
    expect(await on('teacher')).toEqual([])
    expect((await resume()).status).toBe(404)
    expect((await resume('operator', platform.slug)).status).toBe(204)
    expect(await on('teacher')).toEqual(['marks'])
  })
})
