import { z } from 'zod'
import type { Decision } from './change.ts'
import { Level, ModuleId, Role } from './codes.ts'
import { ReleaseChoice } from './entitlement.ts'
import type { Rule } from './entitlement.ts'

/** How many rules a document holds for one module at most. */
const MOST_RULES = 1000

/** A municipality's rule as its document says it. What is left out is everybody, everywhere, by the stable channel, until it is decided otherwise. */
export const DesiredRule = z
  .strictObject({
    effect: z.enum(['on', 'off']),
    /** Left out: the whole municipality, but for schools that have rules of their own. */
    school: z.string().min(1).max(64).optional(),
    role: Role.optional(),
    level: Level.optional(),
    group: z.string().min(1).max(64).optional(),
    release: ReleaseChoice.optional(),
    percentage: z.number().min(0).max(100).optional(),
    /** Left out, or over: it holds as soon as the document does. */
    from: z.iso.datetime({ offset: true }).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until), {
    message: 'it ends before it begins',
    path: ['until'],
  })
export type DesiredRule = z.infer<typeof DesiredRule>

const beginOf = ({ from }: DesiredRule) => (from === undefined ? -Infinity : Date.parse(from))
const endOf = ({ until }: DesiredRule) => (until === undefined ? Infinity : Date.parse(until))
const peopleOf = ({ school, role, level, group }: DesiredRule) => JSON.stringify([school, role, level, group])

/** A rule that is about the same people as an earlier one, at the same time: nobody could say which of them holds. */
function secondOfPair(rules: readonly DesiredRule[]): number {
  const earlier = new Map<string, DesiredRule[]>()
  return rules.findIndex((rule) => {
    const others = earlier.get(peopleOf(rule)) ?? []
    earlier.set(peopleOf(rule), [...others, rule])
    return others.some((other) => beginOf(other) < endOf(rule) && beginOf(rule) < endOf(other))
  })
}

/**
 * What a municipality wants to be on, as one document: kept in files, compared, and applied as often as one likes.
 *
 * Modules that it names have these rules of the municipality's own and no others; those that it does not name stay as they are.
 */
export const DesiredState = z.strictObject({
  digione: z.literal(1),
  modules: z.record(
    ModuleId,
    z
      .array(DesiredRule)
      .max(MOST_RULES)
      .check(({ value, issues }) => {
        const at = secondOfPair(value)
        if (at >= 0) issues.push({ code: 'custom', message: 'an earlier rule is about the same people at the same time', path: [at], input: value[at] })
      }),
  ),
})
export type DesiredState = z.infer<typeof DesiredState>

type Holding = Omit<Rule, 'id' | 'sequence' | 'module' | 'municipality'>

/** A rule as a document says it, at an instant. */
function said(rule: Holding, now: number): DesiredRule {
  const isStable = rule.release.kind === 'channel' && rule.release.channel === 'stable'
  return {
    effect: rule.effect,
    ...(rule.school === null ? {} : { school: rule.school }),
    ...(rule.role === null ? {} : { role: rule.role }),
    ...(rule.level === null ? {} : { level: rule.level }),
    ...(rule.group === null ? {} : { group: rule.group }),
    ...(isStable ? {} : { release: ReleaseChoice.parse(rule.release) }),
    ...(rule.percentage === 100 ? {} : { percentage: rule.percentage }),
    ...(Date.parse(rule.from) <= now ? {} : { from: rule.from }),
    ...(rule.until === null ? {} : { until: rule.until }),
  }
}

/** A document's rule as `said` says it: without what need not be said, and with instants in one form. */
function plain({ effect, school, role, level, group, release, percentage, from, until }: DesiredRule, now: number): DesiredRule {
  const instant = (at: string | number) => new Date(at).toISOString()
  return said(
    {
      effect,
      school: school ?? null,
      role: role ?? null,
      level: level ?? null,
      group: group ?? null,
      release: release ?? { kind: 'channel', channel: 'stable' },
      percentage: percentage ?? 100,
      from: instant(from ?? now),
      until: until === undefined ? null : instant(until),
    },
    now,
  )
}

/** Place by place, and those first that are about more people: as decisions one after the other, none then ends one before it. */
function inOrder(rules: readonly DesiredRule[]): DesiredRule[] {
  const aspects = ({ role, level, group }: DesiredRule) => [role, level, group].filter(Boolean).length
  const place = ({ school = '' }: DesiredRule) => school
  return rules.toSorted((a, b) => (place(a) === place(b) ? aspects(a) - aspects(b) : place(a) < place(b) ? -1 : 1))
}

const isOver = ({ until }: Pick<Rule, 'until'>, now: number) => until !== null && Date.parse(until) <= now
/** A rule that was given up before it began never holds. */
const isEver = ({ from, until }: Rule) => until === null || Date.parse(from) < Date.parse(until)
const ownOf = (rules: readonly Rule[], municipality: string, module: string, now: number) =>
  rules
    .filter((rule) => rule.municipality === municipality && rule.module === module && !isOver(rule, now) && isEver(rule))
    .toSorted((a, b) => a.sequence - b.sequence)

/**
 * The document that says what holds in a municipality, and what is going to.
 *
 * @param modules Those that it names.
 * @param now Milliseconds since the epoch.
 */
export function desiredStateFrom(rules: readonly Rule[], municipality: string, modules: readonly string[], now: number): DesiredState {
  const of = (module: string) => inOrder(ownOf(rules, municipality, module, now).map((rule) => said(rule, now)))
  return { digione: 1, modules: Object.fromEntries(modules.toSorted().map((module) => [module, of(module)])) }
}

/** Rules as a text to compare them by, without one thing that they say. */
const textBut = (name: keyof DesiredRule, rules: DesiredRule | readonly DesiredRule[]) =>
  JSON.stringify(rules, (key, value: unknown) => (key === name ? undefined : value))

type ForRoles = DesiredRule & { readonly roles: Role[] | null }

/** Rules that follow one another and differ in nothing but the role, as one. */
function forRoles(rules: readonly DesiredRule[]): ForRoles[] {
  const together: ForRoles[] = []
  let before: DesiredRule | undefined
  for (const rule of rules) {
    const last = together.at(-1)?.roles
    if (last && before && rule.role !== undefined && textBut('role', before) === textBut('role', rule)) last.push(rule.role)
    else together.push({ ...rule, roles: rule.role === undefined ? null : [rule.role] })
    before = rule
  }
  return together
}

/**
 * The decisions by which a municipality's rules come to be what a document says; none where they are. Pure.
 *
 * @param now Milliseconds since the epoch.
 */
export function decisionsTowards({ modules }: DesiredState, rules: readonly Rule[], municipality: string, now: number): Decision[] {
  return Object.entries(modules).flatMap(([module, wanted]) => {
    const own = inOrder(ownOf(rules, municipality, module, now).map((rule) => said(rule, now)))
    const asked = inOrder(wanted.map((rule) => plain(rule, now)).filter(({ until }) => !isOver({ until: until ?? null }, now)))
    const placeOf = ({ school }: DesiredRule) => school ?? null
    const differing = [...new Set([...own, ...asked].map(placeOf))].flatMap((place) => {
      const [is, shall] = [own.filter((rule) => placeOf(rule) === place), asked.filter((rule) => placeOf(rule) === place)]
      return JSON.stringify(is) === JSON.stringify(shall) ? [] : [{ place, shall, isDecided: is.length > 0 }]
    })
    // Schools with the same rules are decided for together, as an administrator would.
    const alike = Map.groupBy(differing, ({ place, shall, isDecided }) => `${place === null} ${isDecided} ${textBut('school', shall)}`)
    return [...alike.values()].flatMap((those): Decision[] => {
      const [first] = those
      if (!first) return []
      const schools = first.place === null ? null : those.flatMap(({ place }) => (place === null ? [] : [place]))
      const decide = (rule: Partial<DesiredRule>, effect: Decision['effect'], roles: Decision['roles']): Decision => ({
        module,
        effect,
        schools,
        roles,
        levels: rule.level === undefined ? null : [rule.level],
        groups: rule.group === undefined ? null : [rule.group],
        release: rule.release ?? { kind: 'channel', channel: 'stable' },
        percentage: rule.percentage ?? 100,
        from: rule.from ?? null,
        until: rule.until ?? null,
      })
      const cleared = first.isDecided ? [decide({}, 'none', null)] : []
      return [...cleared, ...forRoles(first.shall).map((rule) => decide(rule, rule.effect, rule.roles))]
    })
  })
}
