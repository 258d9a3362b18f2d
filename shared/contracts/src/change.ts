import { z } from 'zod'
import { Level, ModuleId, Role } from './codes.ts'
import { ReleaseChoice } from './entitlement.ts'
import type { Rule } from './entitlement.ts'

/** How many decisions one change holds at most. */
const MOST_DECISIONS = 20
/** At how many schools one decision is made at most: the largest city has some two hundred. */
const MOST_SCHOOLS = 500

/**
 * One decision of a municipality about a module: where, for whom, and when it is on or off, or what is decided more widely holds again.
 * `null` is everybody, or everywhere.
 */
export const Decision = z
  .strictObject({
    module: ModuleId,
    /** `none`: these people have no decision of their own any more, so that a wider one holds, or none. */
    effect: z.enum(['on', 'off', 'none']),
    /** `null`: the whole municipality, but for schools that decided themselves. */
    schools: z.array(z.string().min(1).max(64)).min(1).max(MOST_SCHOOLS).nullable(),
    roles: z.array(Role).min(1).nullable(),
    levels: z.array(Level).min(1).nullable(),
    groups: z.array(z.string().min(1).max(64)).min(1).max(MOST_SCHOOLS).nullable(),
    release: ReleaseChoice,
    percentage: z.number().min(0).max(100),
    /** `null`: as soon as the change is made. */
    from: z.iso.datetime({ offset: true }).nullable(),
    /** What held before holds again from then on. `null`: until it is decided otherwise. */
    until: z.iso.datetime({ offset: true }).nullable(),
  })
  .refine(({ from, until }) => until === null || from === null || Date.parse(from) < Date.parse(until), {
    message: 'it ends before it begins',
    path: ['until'],
  })
export type Decision = z.infer<typeof Decision>

export const Decisions = z.array(Decision).min(1).max(MOST_DECISIONS)

/** What a change does to the rules. */
export interface Consequence {
  /** Rules that end earlier than they would have, and when. Those that begin later than that never hold. */
  readonly ended: readonly { readonly rule: Rule; readonly until: string }[]
  readonly added: readonly Omit<Rule, 'id' | 'sequence'>[]
}

type Aspect = 'role' | 'level' | 'group'
const asked = ({ roles, levels, groups }: Decision): Readonly<Record<Aspect, readonly string[] | null>> => ({ role: roles, level: levels, group: groups })

/** Whether everybody whom a rule is about is decided for anew. Rules of a place's schools are their own. */
function replaces(decision: Decision, municipality: string, rule: Rule): boolean {
  if (rule.module !== decision.module || rule.municipality !== municipality) return false
  if (decision.schools === null ? rule.school !== null : rule.school === null || !decision.schools.includes(rule.school)) return false
  const wanted = asked(decision)
  return (['role', 'level', 'group'] as const).every((aspect) => {
    const [own, of] = [rule[aspect], wanted[aspect]]
    return of === null || (own !== null && of.includes(own))
  })
}

function rulesOf(decision: Decision, municipality: string, from: string): Omit<Rule, 'id' | 'sequence'>[] {
  const { effect } = decision
  if (effect === 'none') return []
  return (decision.schools ?? [null]).flatMap((school) =>
    (decision.roles ?? [null]).flatMap((role) =>
      (decision.levels ?? [null]).flatMap((level) =>
        (decision.groups ?? [null]).map((group) => ({
          module: decision.module,
          effect,
          municipality,
          school,
          role,
          level,
          group,
          release: decision.release,
          percentage: decision.percentage,
          from,
          until: decision.until === null ? null : new Date(decision.until).toISOString(),
        })),
      ),
    ),
  )
}

/**
 * What a municipality's decision does to its rules, made at an instant.
 *
 * Rules of the same place that are about none but the people decided for end where it begins, those that had yet to begin too;
 * what it leaves of them after its own end begins anew there. Pure: the preview and the change itself use it.
 *
 * @param rules The municipality's own, and others, which stay as they are.
 * @param now Milliseconds since the epoch.
 */
export function consequenceOf(rules: readonly Rule[], municipality: string, decision: Decision, now: number): Consequence {
  const begins = Math.max(now, decision.from === null ? now : Date.parse(decision.from))
  const from = new Date(begins).toISOString()
  const ends = decision.until === null ? Infinity : Date.parse(decision.until)
  const endOf = ({ until }: Rule) => (until === null ? Infinity : Date.parse(until))
  const touched = rules.filter((rule) => replaces(decision, municipality, rule) && endOf(rule) > begins && Date.parse(rule.from) < ends)
  const resumed = touched
    .filter((rule) => endOf(rule) > ends)
    .toSorted((a, b) => a.sequence - b.sequence)
    .map((rule) => ({ ...rule, from: new Date(ends).toISOString() }))
  return { ended: touched.map((rule) => ({ rule, until: from })), added: [...rulesOf(decision, municipality, from), ...resumed] }
}

/**
 * The rules as they are once decisions have been made, one after the other.
 *
 * @param now Milliseconds since the epoch.
 */
export function rulesAfter(rules: readonly Rule[], municipality: string, decisions: readonly Decision[], now: number): Rule[] {
  let standing = [...rules]
  let sequence = Math.max(0, ...rules.map((rule) => rule.sequence))
  for (const decision of decisions) {
    const { ended, added } = consequenceOf(standing, municipality, decision, now)
    const until = new Map(ended.map(({ rule, until: at }) => [rule.id, at]))
    standing = [
      ...standing.map((rule) => ({ ...rule, until: until.get(rule.id) ?? rule.until })),
      ...added.map((rule) => ({ ...rule, id: `planned-${(sequence += 1)}`, sequence })),
    ]
  }
  return standing
}
