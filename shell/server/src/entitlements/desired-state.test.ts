import type { Context, DesiredState } from '@digione/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asPlatform } from '../db/scope.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { SCHOOL, WHO } from '../testing/sample-roster.ts'
import { modulesOnEach } from './store.ts'

let bench: Bench
const teachers: Record<'north' | 'south', { context: Context; person: string }> = {} as never

interface Reached {
  change: { number: number; state: string; id: string; revision: number; base: number; decisions: { effect: string }[] } | null
}
interface Difference {
  decisions: { module: string; effect: string }[]
  preview: { moments: { effects: { module: string; gains: { role: string; people: number }[] }[] }[] } | null
}

beforeAll(async () => {
  bench = await openBench()
  for (const module of ['marks', 'report']) await bench.publish(manifestOf(module, { roles: ['teacher', 'guardian'] }))
  teachers.north = { context: await bench.contextOf(WHO.teacher, ['school']), person: WHO.teacher }
  teachers.south = { context: await bench.contextOf(WHO.southTeacher, ['school']), person: WHO.southTeacher }
  const office = await bench.contextOf(WHO.admin, ['office'])
  for (const municipality of ['north', 'south']) bench.callers[municipality] = bench.administrator({ ...office, municipality }, WHO.admin)
  bench.callers['operator'] = bench.administrator(await bench.contextOf(WHO.operator, ['office']), WHO.operator)
})
beforeEach(() =>
  asPlatform(bench.db, async (trx) => {
    for (const table of ['rules', 'changes', 'municipality_policies'] as const) await trx.deleteFrom(table).execute()
  }),
)
afterAll(() => bench.close())

const ask = async <T>(where: 'north' | 'south', path: string, body?: object, method = 'POST', as: string = where) => {
  const init = body ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}
  const answer = await bench.send(as, `/api/municipalities/${where}/${path}`, init)
  return { status: answer.status, ...((await answer.json()) as T & { code?: string; detail?: string }) }
}
const apply = (where: 'north' | 'south', state: object) => ask<Reached>(where, 'desired-state', { state }, 'PUT')
const exported = async (where: 'north' | 'south', places = 'all'): Promise<DesiredState> => {
  const { digione, modules } = await ask<DesiredState>(where, `desired-state?places=${places}`)
  return { digione, modules }
}
const on = async (where: 'north' | 'south') =>
  (await modulesOnEach(bench.db, [teachers[where].context], teachers[where].person, bench.now()))[0]?.map(({ module }) => module) ?? []
const stateWith = (marks: object[]) => ({ digione: 1, modules: { marks } })

describe('a desired state', () => {
  test('exported from one municipality applies to another, and changes nothing applied again', async () => {
    const soon = new Date(bench.now() + 86_400_000).toISOString()
    await apply(
      'north',
      stateWith([
        { effect: 'on', role: 'teacher' },
        { effect: 'off', role: 'guardian', from: soon },
      ]),
    )
    const state = await exported('north')
    expect(state).toEqual({
      digione: 1,
      modules: {
        marks: [
          { effect: 'on', role: 'teacher' },
          { effect: 'off', role: 'guardian', from: soon },
        ],
        report: [],
      },
    })

    const { preview, decisions } = await ask<Difference>('south', 'desired-state/preview', { state })
    expect(decisions).toMatchObject([
      { module: 'marks', effect: 'on' },
      { module: 'marks', effect: 'off' },
    ])
    expect(preview?.moments[0]?.effects).toMatchObject([{ module: 'marks', gains: [{ role: 'teacher', people: 1 }] }])
    expect(await on('south')).toEqual([])

    expect(await apply('south', state)).toMatchObject({ status: 200, change: { state: 'made' } })
    expect([await on('south'), await exported('south')]).toEqual([['marks'], state])
    expect(await apply('south', state)).toMatchObject({ status: 200, change: null })
    expect(await ask<Difference>('south', 'desired-state/preview', { state })).toMatchObject({ decisions: [], preview: null })
  })

  test('takes away what it names and no longer says, and leaves what it does not name', async () => {
    await apply('north', { digione: 1, modules: { marks: [{ effect: 'on' }, { effect: 'off', school: SCHOOL.aarnila }], report: [{ effect: 'on' }] } })
    expect(await on('north')).toEqual(['report'])
    const { change } = await apply('north', stateWith([{ effect: 'on' }]))
    expect(change?.decisions).toMatchObject([{ module: 'marks', effect: 'none', schools: [SCHOOL.aarnila] }])
    expect(await on('north')).toEqual(['marks', 'report'])
    await apply('north', stateWith([]))
    expect(await on('north')).toEqual(['report'])
  })

  test('of one municipality’s schools is refused in another, by name, and exports for others leave them out', async () => {
    await apply('north', stateWith([{ effect: 'on' }, { effect: 'off', school: SCHOOL.aarnila }]))
    const refused = await apply('south', await exported('north'))
    expect(refused).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(refused.detail).toContain(SCHOOL.aarnila)
    expect(await apply('south', await exported('north', 'municipality'))).toMatchObject({ status: 200, change: { state: 'made' } })
    expect(await on('south')).toEqual(['marks'])
  })

  test('waits where a second person approves, once however often it is applied', async () => {
    await ask('north', 'changes/four-eyes', { fourEyes: true }, 'PUT')
    const state = stateWith([{ effect: 'on' }])
    const { change } = await apply('north', state)
    expect(change?.state).toBe('waiting')
    expect((await apply('north', state)).change?.number).toBe(change?.number)
    expect(await on('north')).toEqual([])
    await ask('north', `changes/${change?.id}/approve`, { revision: change?.revision, base: change?.base }, 'POST', 'operator')
    expect(await on('north')).toEqual(['marks'])
    expect((await apply('north', state)).change).toBeNull()
  })

  test('can be planned and looked at as any change, and be taken back', async () => {
    const { change } = await ask<Reached>('north', 'desired-state/changes', { state: stateWith([{ effect: 'on' }]), note: 'Syksyksi' })
    expect([change?.state, await on('north')]).toEqual(['draft', []])
    await ask('north', `changes/${change?.id}/send`, { revision: change?.revision, base: change?.base })
    expect(await on('north')).toEqual(['marks'])
    const reverting = await ask<NonNullable<Reached['change']>>('north', `changes/${change?.id}/revert`, {})
    await ask('north', `changes/${reverting.id}/send`, { revision: reverting.revision, base: reverting.base })
    expect(await on('north')).toEqual([])
  })

  test('that says nothing sensible is refused with the place where', async () => {
    const rule = { effect: 'on', role: 'teacher' }
    const refused = await apply('north', stateWith([rule, { ...rule, effect: 'off' }]))
    expect(refused).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
    expect(refused.detail).toMatch(/modules\.marks\.1.*an earlier rule is about the same people at the same time/)
    expect(await apply('north', { digione: 1, modules: { nothing: [rule] } })).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(await apply('north', { digione: 2, modules: {} })).toMatchObject({ status: 400 })
  })
})
