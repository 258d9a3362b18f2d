import type { Context } from '@digione/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyChain } from '../audit/store.ts'
import { asPlatform } from '../db/scope.ts'
import { contextsOf } from '../roster/store.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { SCHOOL, WHO } from '../testing/sample-roster.ts'
import type { SettingsTold } from './settings.ts'
import { modulesOnEach } from './store.ts'
import { switchOn } from './switches.ts'

const DAYS = { type: 'integer', minimum: 1, maximum: 30, default: 7, 'x-title': { fi: 'Päiviä', sv: 'Dagar', en: 'Days' } } as const
const NOTE = { type: 'string', maxLength: 20 } as const

let bench: Bench
let platform: string
const contexts: Record<string, Context> = {}

beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks', { settings: { properties: { days: DAYS, note: NOTE } } }))
  for (const municipality of ['north', 'south']) await switchOn(bench.db, { module: 'tasks', municipality })
  for (const [name, person, way] of [
    ['teacher', WHO.teacher, 'school'],
    ['southTeacher', WHO.southTeacher, 'school'],
    ['admin', WHO.admin, 'office'],
    ['operator', WHO.operator, 'office'],
  ] as const) {
    const [first] = (await contextsOf(bench.db, person, [way], bench.config.upstreams)).contexts
    if (!first) throw new Error('the sample has one')
    contexts[name] = first
    bench.callers[name] = bench.administrator(first, person)
  }
  platform = contexts['operator']?.municipality ?? ''
})
afterAll(() => bench.close())

const path = (municipality: string, rest = '') => `/api/municipalities/${municipality}/modules/tasks/settings${rest}`
const told = async (school: string | null = null, as = 'admin', municipality = 'north') =>
  (await (await bench.send(as, path(municipality, school === null ? '' : `?school=${school}`))).json()) as SettingsTold
async function sent(method: string, rest: string, body: object, as = 'admin', municipality = 'north') {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ school: null, ...body }) }
  const answer = await bench.send(as, path(municipality, rest), init)
  return { status: answer.status, ...((await answer.json()) as { code?: string; detail?: string; revision?: number }) }
}
const put = (body: object, as?: string, municipality?: string) => sent('PUT', '', body, as, municipality)
const revert = (body: object) => sent('POST', '/revert', body)
const settingsOfTeacher = async (name = 'teacher', person: string = WHO.teacher) => {
  const context = contexts[name]
  return context && (await modulesOnEach(bench.db, [context], person, Date.now()))[0]?.[0]?.settings
}
const versionOf = async (slug: string) =>
  (await asPlatform(bench.db, (trx) => trx.selectFrom('municipalities').select('version').where('slug', '=', slug).executeTakeFirstOrThrow())).version

/** Each test begins where nothing is set. */
beforeEach(async () => {
  for (const school of [null, SCHOOL.aarnila]) await put({ school, settings: {}, revision: (await told(school)).revision })
  await put({ settings: {}, revision: (await told(null, 'operator', platform)).revision }, 'operator', platform)
})

describe('settings of a module', () => {
  test('are told with their words, their bounds and from where they are', async () => {
    const { fields, defaults, places, version, schools } = await told()
    expect(fields[0]).toMatchObject({ key: 'days', kind: 'number', isWhole: true, least: 1, most: 30, title: { fi: 'Päiviä', sv: 'Dagar', en: 'Days' } })
    expect({ defaults, places: places.at(-1), version, schools }).toEqual({
      defaults: { days: 7 },
      places: { place: 'municipality', values: {} },
      version: '1.0.0',
      schools: [],
    })
  })

  test('of a school stand over its municipality’s, those over the country’s, and each reaches the people there', async () => {
    const country = (await told(null, 'operator', platform)).revision
    expect((await put({ settings: { days: 10, note: 'maa' }, revision: country }, 'operator', platform)).status).toBe(200)
    expect(await settingsOfTeacher('southTeacher', WHO.southTeacher)).toEqual({ days: 10, note: 'maa' })
    expect((await put({ settings: { days: 12 }, revision: (await told()).revision })).status).toBe(200)
    expect(await settingsOfTeacher()).toEqual({ days: 12, note: 'maa' })
    const school = contexts['teacher']?.school?.id ?? ''
    expect((await put({ school, settings: { days: 14 }, revision: (await told(school)).revision })).status).toBe(200)
    expect(await settingsOfTeacher()).toEqual({ days: 14, note: 'maa' })
    expect(await settingsOfTeacher('southTeacher', WHO.southTeacher)).toEqual({ days: 10, note: 'maa' })
    expect((await told(school)).places.map(({ place, values }) => [place, values])).toEqual([
      ['country', { days: 10, note: 'maa' }],
      ['municipality', { days: 12 }],
      ['school', { days: 14 }],
    ])
    expect((await told()).schools).toEqual([school])
    await put({ school, settings: {}, revision: (await told(school)).revision })
    expect(await settingsOfTeacher()).toEqual({ days: 12, note: 'maa' })
  })

  test('raise the municipality’s version, so that open pages ask anew; the same again does not', async () => {
    const before = await versionOf('north')
    const { revision } = await told()
    const made = await put({ settings: { days: 3 }, revision })
    expect(made).toEqual({ status: 200, revision: revision + 1 })
    expect(await versionOf('north')).toBe(before + 1)
    expect(await put({ settings: { days: 3 }, revision: revision + 1 })).toEqual(made)
    expect(await versionOf('north')).toBe(before + 1)
  })

  test('are not set over what somebody else set meanwhile', async () => {
    const { revision } = await told()
    expect((await put({ settings: { days: 3 }, revision })).status).toBe(200)
    expect(await put({ settings: { days: 4 }, revision })).toMatchObject({ status: 409, code: 'CHANGED_MEANWHILE' })
    expect(await settingsOfTeacher()).toEqual({ days: 3 })
  })

  test('of two who set them at the same moment, one does', async () => {
    const { revision } = await told()
    const both = await Promise.all([put({ settings: { days: 3 }, revision }), put({ settings: { days: 4 }, revision })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test.each([
    [{ days: 31 }, 'settings.days: it has to be a whole number from 1 to 30 (release 1.0.0)'],
    [{ days: '5' }, 'settings.days: it has to be a whole number (release 1.0.0)'],
    [{ note: 'x'.repeat(21) }, 'settings.note: it has to be a text with a length from 0 to 20 (release 1.0.0)'],
    [{ colour: 'red' }, 'settings.colour: there is no such setting'],
  ])('that do not fit are refused by name: %j', async (settings, says) => {
    const refused = await put({ settings, revision: (await told()).revision })
    expect(refused).toMatchObject({ status: 400, code: 'INPUT_INVALID', detail: expect.stringContaining(says) })
    expect(await settingsOfTeacher()).toEqual({})
  })

  test('of a school elsewhere, and of a module that nobody published, are not found', async () => {
    expect((await put({ school: SCHOOL.south, settings: {}, revision: 0 })).status).toBe(404)
    expect((await bench.send('admin', '/api/municipalities/north/modules/nothing/settings')).status).toBe(404)
  })

  test('can be as they were at an earlier revision, and that is told', async () => {
    const { revision } = await told()
    await put({ settings: { days: 3 }, revision })
    await put({ settings: { days: 5, note: 'a' }, revision: revision + 1 })
    expect(await revert({ revision, to: revision + 1 })).toMatchObject({ status: 409 })
    expect(await revert({ revision: revision + 2, to: revision + 1 })).toEqual({ status: 200, revision: revision + 3 })
    expect(await settingsOfTeacher()).toEqual({ days: 3 })
    const [last] = (await told()).revisions
    expect(last).toMatchObject({ revision: revision + 3, reverts: revision + 1, settings: { days: 3 }, by: expect.any(String) })
    expect(await revert({ revision: revision + 3, to: 0 })).toMatchObject({ status: 200 })
    expect(await settingsOfTeacher()).toEqual({})
    expect(await revert({ revision: revision + 4, to: 999 })).toMatchObject({ status: 404 })
  })

  test('are in the municipality’s history with what they were, and its chain holds', async () => {
    await put({ settings: { days: 3 }, revision: (await told()).revision })
    await put({ settings: { days: 9 }, revision: (await told()).revision })
    const entry = await asPlatform(bench.db, (trx) =>
      trx
        .selectFrom('audit')
        .selectAll()
        .where('action', '=', 'module.configured')
        .where('municipality', '=', 'north')
        .orderBy('seq', 'desc')
        .executeTakeFirst(),
    )
    expect(entry?.details).toMatchObject({ module: 'tasks', school: null, changed: [{ key: 'days', from: 3, to: 9 }] })
    expect(entry?.actor_person).toBe(WHO.admin)
    const shown = (await (await bench.send('admin', '/api/municipalities/north/history?module=tasks')).json()) as { entries: { action: string }[] }
    expect(shown.entries[0]).toMatchObject({ action: 'module.configured', module: 'tasks', school: null })
    expect((await asPlatform(bench.db, (trx) => verifyChain(trx, 'north'))).brokenAt).toBeNull()
  })

  test('that a later release does not know any more are told and leave the module alone', async () => {
    await put({ settings: { days: 3, note: 'vanha' }, revision: (await told()).revision })
    await bench.publish(manifestOf('tasks', { version: '2.0.0', settings: { properties: { days: { type: 'boolean', default: true } } } }))
    expect(await settingsOfTeacher()).toEqual({})
    expect((await told()).ignored).toEqual([
      { place: 'municipality', key: 'days' },
      { place: 'municipality', key: 'note' },
    ])
    const { revision } = await told()
    expect(await revert({ revision, to: revision })).toMatchObject({ status: 200, revision: revision + 1 })
    expect((await told()).ignored).toEqual([])
  })
})
