import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decision, rulesAfter } from './change.ts'
import { entitled } from './entitlement.ts'
import type { EntitlementSubject, Rule } from './entitlement.ts'
import { decision, MODULES, NOW, rules, subject } from './testing/rules.ts'

const begins = ({ from }: Decision) => Math.max(NOW, from === null ? NOW : Date.parse(from))
const ends = ({ until }: Decision) => (until === null ? Infinity : Date.parse(until))
const at = fc.integer({ min: -30, max: 30 }).map((days) => NOW + days * 86_400_000 + 1)
/** Rules that a municipality can have: a school's own are of its municipality. */
const standing = rules.map((all) => all.map((rule) => (rule.school === null ? rule : { ...rule, municipality: rule.municipality ?? 'espoo' })))
const on = (given: readonly Rule[], who: EntitlementSubject, now: number, module: string) =>
  entitled(given, who, now).filter((one) => one.module === module).length > 0
const states = (given: readonly Rule[], who: EntitlementSubject, now: number, modules: readonly string[]) =>
  modules.map((module) => on(given, who, now, module))

describe('a decision', () => {
  test('changes nothing before it begins and after it ends, of no other module, and in no other municipality', () => {
    fc.assert(
      fc.property(standing, decision, subject, at, (given, one, who, now) => {
        fc.pre(now >= NOW)
        const isWithin = begins(one) <= now && now < ends(one) && who.context.municipality === 'espoo'
        const same = isWithin ? MODULES.filter((module) => module !== one.module) : MODULES
        expect(states(rulesAfter(given, 'espoo', [one], NOW), who, now, same)).toEqual(states(given, who, now, same))
      }),
      { numRuns: 2000 },
    )
  })

  test('for everybody at a school is what holds for everybody at that school, and at no other one', () => {
    fc.assert(
      fc.property(standing, decision, subject, at, (given, asked, who, now) => {
        const one = { ...asked, schools: asked.schools ?? ['s1'], roles: null, levels: null, groups: null }
        fc.pre(one.effect !== 'none' && begins(one) <= now && now < ends(one) && who.context.municipality === 'espoo')
        const isThere = who.context.school !== null && one.schools.includes(who.context.school.id)
        const expected = isThere ? one.effect === 'on' : on(given, who, now, one.module)
        expect(on(rulesAfter(given, 'espoo', [one], NOW), who, now, one.module)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('for a role reaches nobody else', () => {
    fc.assert(
      fc.property(standing, decision, subject, at, (given, one, who, now) => {
        fc.pre(now >= NOW && one.roles !== null && !one.roles.some((role) => role === who.context.role))
        expect(states(rulesAfter(given, 'espoo', [one], NOW), who, now, MODULES)).toEqual(states(given, who, now, MODULES))
      }),
      { numRuns: 1000 },
    )
  })

  test('of a municipality leaves its schools’ own decisions as they are', () => {
    fc.assert(
      fc.property(standing, decision, (given, one) => {
        const own = given.filter((rule) => rule.school !== null)
        const after = rulesAfter(given, 'espoo', [{ ...one, schools: null }], NOW)
        expect(after.filter((rule) => own.some(({ id }) => id === rule.id))).toEqual(own)
      }),
    )
  })

  test('made twice is as if made once', () => {
    fc.assert(
      fc.property(standing, decision, subject, at, (given, one, who, now) => {
        fc.pre(now >= NOW)
        const once = rulesAfter(given, 'espoo', [one], NOW)
        expect(states(rulesAfter(once, 'espoo', [one], NOW), who, now, MODULES)).toEqual(states(once, who, now, MODULES))
      }),
    )
  })
})

test('what ends before it begins is refused', () => {
  const given = {
    module: 'attendance',
    effect: 'on',
    schools: null,
    roles: null,
    levels: null,
    groups: null,
    release: { kind: 'channel', channel: 'stable' },
    percentage: 100,
  }
  expect(Decision.safeParse({ ...given, from: '2027-08-01T00:00:00+03:00', until: '2027-08-01T00:00:00+03:00' }).error?.issues[0]?.path).toEqual(['until'])
})
