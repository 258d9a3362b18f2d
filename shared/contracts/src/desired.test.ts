import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rulesAfter } from './change.ts'
import { decisionsTowards, DesiredState, desiredStateFrom } from './desired.ts'
import { entitled } from './entitlement.ts'
import type { Rule } from './entitlement.ts'
import { decisions, MODULES, NOW, rules, subject } from './testing/rules.ts'

const DAY_MS = 86_400_000
/** What the whole country has, and two municipalities have decided each. */
const country = fc.tuple(rules, decisions, decisions).map(([all, espoo, vantaa]) =>
  rulesAfter(
    rulesAfter(
      all.filter((rule) => rule.municipality === null && rule.school === null),
      'espoo',
      espoo,
      NOW,
    ),
    'vantaa',
    vantaa,
    NOW,
  ),
)
const apply = (state: DesiredState, all: readonly Rule[], municipality: string, now = NOW) =>
  rulesAfter(all, municipality, decisionsTowards(state, all, municipality, now), now)

describe('a desired state', () => {
  test('exported from one municipality and applied to another has the same on there, for everybody, then and later', () => {
    fc.assert(
      fc.property(country, subject, fc.integer({ min: 0, max: 30 }), (all, who, days) => {
        const after = apply(desiredStateFrom(all, 'espoo', MODULES, NOW), all, 'vantaa')
        const at = NOW + days * DAY_MS + 1
        const on = (given: readonly Rule[], municipality: string) =>
          entitled(given, { ...who, context: { ...who.context, municipality } }, at).map(({ module, release }) => ({ module, release }))
        expect(on(after, 'vantaa')).toEqual(on(all, 'espoo'))
        expect(on(after, 'espoo')).toEqual(on(all, 'espoo'))
      }),
      { numRuns: 100 },
    )
  })

  test('applied twice it changes nothing, and neither does a municipality’s own', () => {
    fc.assert(
      fc.property(country, (all) => {
        expect(decisionsTowards(desiredStateFrom(all, 'espoo', MODULES, NOW), all, 'espoo', NOW)).toEqual([])
        const state = desiredStateFrom(all, 'espoo', MODULES, NOW)
        const after = apply(state, all, 'vantaa')
        expect(desiredStateFrom(after, 'vantaa', MODULES, NOW)).toEqual(state)
        expect(decisionsTowards(state, after, 'vantaa', NOW)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('is a document that its own schema takes, also as it is sent', () => {
    fc.assert(
      fc.property(country, (all) => {
        const state = desiredStateFrom(all, 'espoo', MODULES, NOW)
        expect(DesiredState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
      }),
    )
  })

  test('still changes nothing once what it plans has begun', () => {
    const state = DesiredState.parse({ digione: 1, modules: { attendance: [{ effect: 'on', role: 'teacher', from: '2027-08-01T00:00:00+03:00' }] } })
    const after = apply(state, [], 'espoo')
    for (const now of [NOW, Date.parse('2027-07-31T22:00:00Z'), Date.parse('2028-01-01T00:00:00Z')])
      expect(decisionsTowards(state, after, 'espoo', now)).toEqual([])
  })

  test('decides for schools together that are to have the same, and leaves modules that it does not name alone', () => {
    const before = apply({ digione: 1, modules: { timetable: [{ effect: 'on' }], attendance: [{ effect: 'on', school: 's3' }] } }, [], 'espoo')
    const state: DesiredState = {
      digione: 1,
      modules: { attendance: ['s1', 's2'].flatMap((school) => (['teacher', 'guardian'] as const).map((role) => ({ effect: 'on' as const, school, role }))) },
    }
    expect(decisionsTowards(state, before, 'espoo', NOW)).toMatchObject([
      { module: 'attendance', effect: 'none', schools: ['s3'], roles: null },
      { module: 'attendance', effect: 'on', schools: ['s1', 's2'], roles: ['teacher', 'guardian'] },
    ])
    expect(desiredStateFrom(apply(state, before, 'espoo'), 'espoo', MODULES, NOW).modules).toMatchObject({ ...state.modules, timetable: [{ effect: 'on' }] })
  })

  test('says for everybody what it says again for a role', () => {
    const state: DesiredState = { digione: 1, modules: { attendance: [{ effect: 'on' }, { effect: 'on', role: 'teacher' }] } }
    expect(desiredStateFrom(apply(state, [], 'espoo'), 'espoo', ['attendance'], NOW)).toEqual(state)
  })

  test('is refused where two rules are about the same people at the same time, and where one ends before it begins', () => {
    const rule = { effect: 'on', role: 'teacher', until: '2027-01-01T00:00:00Z' }
    const refused = (...all: object[]) =>
      DesiredState.safeParse({ digione: 1, modules: { attendance: all } }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(refused(rule, { ...rule, effect: 'off', from: '2026-12-31T00:00:00Z', until: undefined })).toEqual([
      'modules.attendance.1: an earlier rule is about the same people at the same time',
    ])
    expect(refused(rule, { effect: 'off', role: 'teacher', from: '2027-01-01T00:00:00Z' })).toBeUndefined()
    expect(refused({ ...rule, from: '2027-02-01T00:00:00Z' })).toEqual(['modules.attendance.0.until: it ends before it begins'])
  })
})
