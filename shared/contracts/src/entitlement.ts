import { z } from 'zod'
import { Level, ModuleId, MunicipalitySlug, Role } from './codes.ts'

/** Which release of a module a rule gives. */
export const ReleaseChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channel'), channel: z.enum(['stable', 'preview']) }),
  z.object({ kind: z.literal('pin'), release: z.string() }),
])
export type ReleaseChoice = z.infer<typeof ReleaseChoice>

/**
 * One decision that a module is on or off, for whom, where, and from when.
 * A `null` matches everything; a value matches only itself.
 */
export const Rule = z.object({
  id: z.string(),
  module: ModuleId,
  effect: z.enum(['on', 'off']),
  /** `null`: the whole country. */
  municipality: MunicipalitySlug.nullable(),
  school: z.string().nullable(),
  role: Role.nullable(),
  level: Level.nullable(),
  group: z.string().nullable(),
  release: ReleaseChoice,
  /** Share of people in a staged roll-out, 0–100. The same person stays in while it grows. */
  percentage: z.number().min(0).max(100),
  /** ISO 8601 instants; in force from `from` (included) until `until` (not included). */
  from: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
  /** Order of entry: of two rules that are equally specific the later one decides. */
  sequence: z.number().int(),
})
export type Rule = z.infer<typeof Rule>

export interface EntitlementSubject {
  readonly context: { readonly municipality: string; readonly school: { readonly id: string } | null; readonly role: string; readonly level: string | null }
  /** Stable per person; decides who is within a percentage. */
  readonly personKey: string
  readonly groups: readonly string[]
}

export interface Entitled {
  readonly module: string
  readonly release: ReleaseChoice
  /** The rule that decided. */
  readonly rule: string
}

/** A rule's weight: a narrower place beats a wider one, then the group, the role, the level, then the later entry. */
function specificity(rule: Rule): number {
  return (
    (rule.school !== null ? 16 : 0) +
    (rule.municipality !== null ? 8 : 0) +
    (rule.group !== null ? 4 : 0) +
    (rule.role !== null ? 2 : 0) +
    (rule.level !== null ? 1 : 0)
  )
}

const isInForce = (rule: Rule, now: number) => Date.parse(rule.from) <= now && (rule.until === null || now < Date.parse(rule.until))

/** Whether a rule is about somebody, whenever that is. */
function matchesEver(rule: Rule, { context, groups }: EntitlementSubject): boolean {
  return (
    (rule.municipality === null || rule.municipality === context.municipality) &&
    (rule.school === null || rule.school === context.school?.id) &&
    (rule.role === null || rule.role === context.role) &&
    (rule.level === null || rule.level === context.level) &&
    (rule.group === null || groups.includes(rule.group))
  )
}

const matches = (rule: Rule, subject: EntitlementSubject, now: number) => matchesEver(rule, subject) && isInForce(rule, now)

/** Where a person falls in a module's roll-out, 0–100: FNV-1a of both, so that it is stable and differs between modules. */
export function rolloutPoint(module: string, personKey: string): number {
  let hash = 0x811c9dc5
  for (const char of `${module}\n${personKey}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000) * 100
}

/** Whether somebody is outside of a rule's staged roll-out: to them it is as if the rule were not there. */
const isOutside = ({ module, percentage }: Rule, { personKey }: EntitlementSubject) => percentage < 100 && rolloutPoint(module, personKey) >= percentage

/** Orders rules that match by who decides: the first one does. */
const decidesBefore = (a: Rule, b: Rule) => specificity(b) - specificity(a) || b.sequence - a.sequence

/**
 * Which modules are on for somebody in a context, and by which release.
 *
 * Pure and total: the server, the console's preview and the tests all use it. Of the rules that match now, the most
 * specific one decides for each module; a module without one is off. A person outside a rule's percentage is as if the
 * rule were not there, so that a staged roll-out falls back to the wider rule.
 *
 * @param now Milliseconds since the epoch.
 */
export function entitled(rules: readonly Rule[], subject: EntitlementSubject, now: number): Entitled[] {
  const deciding = new Map<string, Rule>()
  for (const rule of rules) {
    if (!matches(rule, subject, now) || isOutside(rule, subject)) continue
    const best = deciding.get(rule.module)
    if (!best || decidesBefore(rule, best) < 0) deciding.set(rule.module, rule)
  }
  return [...deciding.values()]
    .filter((rule) => rule.effect === 'on')
    .map((rule) => ({ module: rule.module, release: rule.release, rule: rule.id }))
    .toSorted((a, b) => (a.module < b.module ? -1 : 1))
}

/** Why a rule that matches does not decide: what does is for a narrower place, for fewer people there, or was entered later. */
export type Overridden = 'wider-place' | 'more-people' | 'earlier'
/** Why a rule that is about this place and these people does not match. */
export type Beside = 'not-yet' | 'over' | 'outside-percentage'

/** Why a module is on or off for somebody. */
export interface Why {
  readonly module: string
  readonly on: boolean
  /** The rule that decided; `null`: none matches, so the module is off. */
  readonly decided: Rule | null
  /** Those that match as well, the one first that would decide next. */
  readonly overrode: readonly { readonly rule: Rule; readonly because: Overridden }[]
  /** Those that would match at another time, or for others in a staged roll-out, the latest entry first. */
  readonly beside: readonly { readonly rule: Rule; readonly because: Beside }[]
}

const PLACE = 8

function overriddenBy(decided: Rule, rule: Rule): Overridden {
  if (Math.floor(specificity(rule) / PLACE) < Math.floor(specificity(decided) / PLACE)) return 'wider-place'
  return specificity(rule) < specificity(decided) ? 'more-people' : 'earlier'
}

/**
 * Explains `entitled`, of the same arguments: for each module that a rule is about, what decided and what it overrode.
 *
 * @param now Milliseconds since the epoch.
 */
export function why(rules: readonly Rule[], subject: EntitlementSubject, now: number): Why[] {
  const about = rules.filter((rule) => matchesEver(rule, subject))
  return [...Map.groupBy(about, ({ module }) => module)]
    .map(([module, mine]): Why => {
      const besides = mine.flatMap((rule) => {
        const because: Beside | null =
          Date.parse(rule.from) > now ? 'not-yet' : !isInForce(rule, now) ? 'over' : isOutside(rule, subject) ? 'outside-percentage' : null
        return because ? [{ rule, because }] : []
      })
      const aside = new Set(besides.map(({ rule }) => rule))
      const [decided = null, ...others] = mine.filter((rule) => !aside.has(rule)).toSorted(decidesBefore)
      return {
        module,
        on: decided?.effect === 'on',
        decided,
        overrode: decided ? others.map((rule) => ({ rule, because: overriddenBy(decided, rule) })) : [],
        beside: besides.toSorted((a, b) => b.rule.sequence - a.rule.sequence),
      }
    })
    .toSorted((a, b) => (a.module < b.module ? -1 : 1))
}

/** What a module demands of the others: those that it cannot do without, and those that it is not to be on beside. */
export interface Demands {
  readonly needs?: readonly string[] | undefined
  readonly excludes?: readonly string[] | undefined
}

/**
 * Of modules that are on, those that may stay, in the same order: each has all that it needs, and nothing that it excludes.
 *
 * Of two that exclude each other, the one that stands first stays.
 */
export function together<T extends { readonly module: string }>(on: readonly T[], demandsOf: (one: T) => Demands): T[] {
  let left: T[] = []
  for (const one of on) {
    const clash = (a: T, b: T) => demandsOf(a).excludes?.includes(b.module) === true
    if (!left.some((other) => clash(one, other) || clash(other, one))) left.push(one)
  }
  for (;;) {
    const there = new Set(left.map(({ module }) => module))
    const still = left.filter((one) => (demandsOf(one).needs ?? []).every((needed) => there.has(needed)))
    if (still.length === left.length) return still
    left = still
  }
}
