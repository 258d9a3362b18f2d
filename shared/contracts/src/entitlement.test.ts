import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEVELS, ROLES } from './codes.ts'
import { entitled, rolloutPoint } from './entitlement.ts'
import type { EntitlementSubject, Rule } from './entitlement.ts'

const MODULES = ['attendance', 'timetable', 'console']
const MUNICIPALITIES = ['espoo', 'vantaa']
const SCHOOLS = ['s1', 's2', 's3']
const NOW = Date.parse('2026-11-24T08:00:00Z')
const instant = fc.integer({ min: -20, max: 20 }).map((days) => new Date(NOW + days * 86_400_000).toISOString())
const orAny = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null })

const rule: fc.Arbitrary<Rule> = fc.record({
  id: fc.uuid(),
  module: fc.constantFrom(...MODULES),
  effect: fc.constantFrom('on', 'off'),
  municipality: orAny(MUNICIPALITIES),
  school: orAny(SCHOOLS),
  role: orAny(ROLES),
  level: orAny(LEVELS),
  group: orAny(['g1', 'g2']),
  release: fc.constantFrom({ kind: 'channel', channel: 'stable' } as const, { kind: 'pin', release: 'attendance@0123456789ab' } as const),
  percentage: fc.constantFrom(0, 10, 50, 100),
  from: instant,
  until: fc.option(instant, { nil: null }),
  sequence: fc.integer({ min: 0, max: 1_000_000 }),
})
const rules = fc.uniqueArray(rule, { selector: (r) => r.sequence, maxLength: 25 })
const subject: fc.Arbitrary<EntitlementSubject> = fc.record({
  context: fc.record({
    municipality: fc.constantFrom(...MUNICIPALITIES),
    school: fc.option(
      fc.constantFrom(...SCHOOLS).map((id) => ({ id })),
      { nil: null },
    ),
    role: fc.constantFrom(...ROLES),
    level: orAny(LEVELS),
  }),
  personKey: fc.uuid(),
  groups: fc.uniqueArray(fc.constantFrom('g1', 'g2')),
})
const on = (given: readonly Rule[], who: EntitlementSubject, now = NOW) => entitled(given, who, now).map((e) => e.module)
const national = (module: string, effect: 'on' | 'off', sequence: number): Rule => ({
  id: `r${sequence}`,
  module,
  effect,
  municipality: null,
  school: null,
  role: null,
  level: null,
  group: null,
  release: { kind: 'channel', channel: 'stable' },
  percentage: 100,
  from: '2020-01-01T00:00:00Z',
  until: null,
  sequence,
})

describe('entitled', () => {
  test('unknown means hidden: without a matching rule nothing is on', () => {
    fc.assert(fc.property(subject, (who) => on([], who).length === 0))
  })

  test('is a set of rules: their order in the list decides nothing', () => {
    fc.assert(
      fc.property(rules, subject, fc.integer(), (given, who, seed) => {
        const shuffled = given.toSorted((a, b) => rolloutPoint(a.id, String(seed)) - rolloutPoint(b.id, String(seed)))
        expect(entitled(shuffled, who, NOW)).toEqual(entitled(given, who, NOW))
      }),
    )
  })

  test('names each module once, and the rule that decided is one of those given, is on, and matches', () => {
    fc.assert(
      fc.property(rules, subject, (given, who) => {
        const result = entitled(given, who, NOW)
        expect(new Set(result.map((e) => e.module)).size).toBe(result.length)
        for (const e of result) {
          const decided = given.find((r) => r.id === e.rule)
          expect(decided).toMatchObject({ module: e.module, effect: 'on' })
          expect(decided!.municipality === null || decided!.municipality === who.context.municipality).toBe(true)
          expect(decided!.school === null || decided!.school === who.context.school?.id).toBe(true)
          expect(Date.parse(decided!.from) <= NOW && (decided!.until === null || NOW < Date.parse(decided!.until))).toBe(true)
        }
      }),
    )
  })

  test("another municipality's rules never matter", () => {
    fc.assert(
      fc.property(rules, subject, (given, who) => {
        const others = given.filter((r) => r.municipality === null || r.municipality === who.context.municipality)
        expect(entitled(given, who, NOW)).toEqual(entitled(others, who, NOW))
      }),
    )
  })

  test('rules outside their time never matter', () => {
    fc.assert(
      fc.property(rules, subject, (given, who) => {
        const inForce = given.filter((r) => Date.parse(r.from) <= NOW && (r.until === null || NOW < Date.parse(r.until)))
        expect(entitled(given, who, NOW)).toEqual(entitled(inForce, who, NOW))
      }),
    )
  })

  test('whoever is within a percentage stays within a greater one', () => {
    fc.assert(
      fc.property(subject, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (who, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        const at = (percentage: number) => on([{ ...national('attendance', 'on', 1), percentage }], who).length
        expect(at(less)).toBeLessThanOrEqual(at(more))
      }),
    )
  })

  test('a roll-out to a tenth of the people reaches about a tenth', () => {
    const people = Array.from({ length: 20_000 }, (_, i) => `person-${i}`)
    const share = people.filter((p) => rolloutPoint('attendance', p) < 10).length / people.length
    expect(share).toBeGreaterThan(0.09)
    expect(share).toBeLessThan(0.11)
  })

  test('a school switched off stays off while its municipality is on, and the other school keeps it', () => {
    const given = [
      { ...national('attendance', 'on', 1), municipality: 'espoo' },
      { ...national('attendance', 'off', 2), municipality: 'espoo', school: 's1' },
    ]
    const at = (school: string): EntitlementSubject => ({
      context: { municipality: 'espoo', school: { id: school }, role: 'teacher', level: null },
      personKey: 'p',
      groups: [],
    })
    expect(on(given, at('s1'))).toEqual([])
    expect(on(given, at('s2'))).toEqual(['attendance'])
  })

  test('of two equally narrow rules the later one decides', () => {
    const who: EntitlementSubject = { context: { municipality: 'espoo', school: null, role: 'teacher', level: null }, personKey: 'p', groups: [] }
    expect(on([national('attendance', 'on', 1), national('attendance', 'off', 2)], who)).toEqual([])
    expect(on([national('attendance', 'on', 3), national('attendance', 'off', 2)], who)).toEqual(['attendance'])
  })

  test('a term that starts on 1 August is off the second before', () => {
    const who: EntitlementSubject = { context: { municipality: 'espoo', school: null, role: 'teacher', level: null }, personKey: 'p', groups: [] }
    const given = [{ ...national('attendance', 'on', 1), from: '2026-08-01T00:00:00Z' }]
    expect(on(given, who, Date.parse('2026-07-31T23:59:59Z'))).toEqual([])
    expect(on(given, who, Date.parse('2026-08-01T00:00:00Z'))).toEqual(['attendance'])
  })
})
