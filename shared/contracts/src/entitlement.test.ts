import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entitled, rolloutPoint, together, why } from './entitlement.ts'
import type { EntitlementSubject, Rule } from './entitlement.ts'
import { NOW, rules, subject } from './testing/rules.ts'

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

/** The sentence of the documentation, one step after the other, without a thought for speed. */
function obvious(given: readonly Rule[], { context, groups, personKey }: EntitlementSubject, now: number): string[] {
  const on: string[] = []
  for (const module of new Set(given.map((rule) => rule.module))) {
    let left = given.filter((rule) => rule.module === module)
    left = left.filter((rule) => rule.municipality === null || rule.municipality === context.municipality)
    left = left.filter((rule) => rule.school === null || rule.school === context.school?.id)
    left = left.filter((rule) => rule.role === null || rule.role === context.role)
    left = left.filter((rule) => rule.level === null || rule.level === context.level)
    left = left.filter((rule) => rule.group === null || groups.includes(rule.group))
    left = left.filter((rule) => new Date(rule.from) <= new Date(now) && (rule.until === null || new Date(rule.until) > new Date(now)))
    left = left.filter((rule) => rule.percentage === 100 || rolloutPoint(module, personKey) < rule.percentage)
    for (const aspect of ['school', 'municipality', 'group', 'role', 'level'] as const)
      if (left.some((rule) => rule[aspect] !== null)) left = left.filter((rule) => rule[aspect] !== null)
    if (left.toSorted((a, b) => b.sequence - a.sequence)[0]?.effect === 'on') on.push(module)
  }
  return on.toSorted()
}

test('agrees with a slow, obvious reference', () => {
  fc.assert(
    fc.property(rules, subject, (given, who) => {
      expect(on(given, who)).toEqual(obvious(given, who, NOW))
    }),
    { numRuns: 1000 },
  )
})

describe('why', () => {
  test('says of every module what `entitled` says, by the same rule', () => {
    fc.assert(
      fc.property(rules, subject, (given, who) => {
        const told = why(given, who, NOW).filter((one) => one.on)
        expect(told.map(({ module, decided }) => [module, decided?.id])).toEqual(entitled(given, who, NOW).map(({ module, rule }) => [module, rule]))
      }),
    )
  })

  test('without the rule that decided, the first of the overridden decides', () => {
    fc.assert(
      fc.property(rules, subject, (given, who) => {
        for (const { module, decided, overrode } of why(given, who, NOW)) {
          const others = why(
            given.filter((rule) => rule !== decided),
            who,
            NOW,
          ).find((one) => one.module === module)
          expect(others?.decided ?? null).toBe(overrode[0]?.rule ?? null)
        }
      }),
    )
  })

  test('names each rule about these people once, and what it says of it is so', () => {
    fc.assert(
      fc.property(rules, subject, (given, who) => {
        for (const { decided, overrode, beside } of why(given, who, NOW)) {
          const all = [...(decided ? [decided] : []), ...overrode.map(({ rule }) => rule), ...beside.map(({ rule }) => rule)]
          expect(new Set(all).size).toBe(all.length)
          for (const { rule, because } of beside) {
            if (because === 'not-yet') expect(Date.parse(rule.from)).toBeGreaterThan(NOW)
            else if (because === 'over') expect(Date.parse(rule.until ?? '')).toBeLessThanOrEqual(NOW)
            else expect(rolloutPoint(rule.module, who.personKey)).toBeGreaterThanOrEqual(rule.percentage)
          }
          for (const { rule, because } of overrode) {
            if (because === 'wider-place') expect(rule.school === null || rule.municipality === null).toBe(true)
            if (because === 'earlier') expect(rule.sequence).toBeLessThan(decided?.sequence ?? 0)
          }
        }
      }),
    )
  })
})

describe('modules that demand something of each other', () => {
  const demands: Readonly<Record<string, { needs?: string[]; excludes?: string[] }>> = {
    marks: { needs: ['roster'] },
    report: { needs: ['marks'] },
    diary: { excludes: ['marks'] },
  }
  const of = (...modules: string[]) =>
    together(
      modules.map((module) => ({ module })),
      ({ module }) => demands[module] ?? {},
    ).map(({ module }) => module)

  test('what is needed by what is needed has to be there', () => {
    expect(of('marks', 'report', 'roster')).toEqual(['marks', 'report', 'roster'])
    expect(of('marks', 'report')).toEqual([])
    expect(of('report', 'roster')).toEqual(['roster'])
  })

  test('of two that exclude each other the first stays', () => {
    expect(of('roster', 'marks', 'diary')).toEqual(['roster', 'marks'])
    expect(of('diary', 'marks', 'roster')).toEqual(['diary', 'roster'])
  })
})
