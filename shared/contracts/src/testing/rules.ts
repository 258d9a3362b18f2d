import fc from 'fast-check'
import { Decision } from '../change.ts'
import { LEVELS, ROLES } from '../codes.ts'
import type { EntitlementSubject, Rule } from '../entitlement.ts'

export const MODULES = ['attendance', 'timetable', 'console']
export const MUNICIPALITIES = ['espoo', 'vantaa']
export const SCHOOLS = ['s1', 's2', 's3']
export const NOW = Date.parse('2026-11-24T08:00:00Z')
export const instant = fc.integer({ min: -20, max: 20 }).map((days) => new Date(NOW + days * 86_400_000).toISOString())
export const orAny = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null })

/** Rules as the property tests of entitlements have them. */
export const rule: fc.Arbitrary<Rule> = fc.record({
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
export const rules = fc.uniqueArray(rule, { selector: (r) => r.sequence, maxLength: 25 })
export const subject: fc.Arbitrary<EntitlementSubject> = fc.record({
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

const some = <T>(values: readonly T[]) => fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: null })
/** Decisions of a municipality that are not over yet. */
export const decision: fc.Arbitrary<Decision> = fc
  .record({
    module: fc.constantFrom(...MODULES),
    effect: fc.constantFrom('on' as const, 'off' as const, 'none' as const),
    schools: some(SCHOOLS),
    roles: some(ROLES),
    levels: some(LEVELS),
    groups: some(['g1', 'g2']),
    release: fc.constant({ kind: 'channel', channel: 'stable' } as const),
    percentage: fc.constant(100),
    from: fc.option(instant, { nil: null }),
    until: fc.option(instant, { nil: null }),
  })
  .filter((one) => Decision.safeParse(one).success && (one.until === null || Date.parse(one.until) > NOW))
export const decisions = fc.array(decision, { maxLength: 4 })
