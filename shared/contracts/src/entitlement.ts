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

function matches(rule: Rule, { context, groups }: EntitlementSubject, now: number): boolean {
  return (
    (rule.municipality === null || rule.municipality === context.municipality) &&
    (rule.school === null || rule.school === context.school?.id) &&
    (rule.role === null || rule.role === context.role) &&
    (rule.level === null || rule.level === context.level) &&
    (rule.group === null || groups.includes(rule.group)) &&
    Date.parse(rule.from) <= now &&
    (rule.until === null || now < Date.parse(rule.until))
  )
}

/** Where a person falls in a module's roll-out, 0–100: FNV-1a of both, so that it is stable and differs between modules. */
export function rolloutPoint(module: string, personKey: string): number {
  let hash = 0x811c9dc5
  for (const char of `${module}\n${personKey}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000) * 100
}

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
    if (!matches(rule, subject, now)) continue
    if (rule.percentage < 100 && rolloutPoint(rule.module, subject.personKey) >= rule.percentage) continue
    const best = deciding.get(rule.module)
    const difference = best ? specificity(rule) - specificity(best) : 1
    if (!best || difference > 0 || (difference === 0 && rule.sequence > best.sequence)) deciding.set(rule.module, rule)
  }
  return [...deciding.values()]
    .filter((rule) => rule.effect === 'on')
    .map((rule) => ({ module: rule.module, release: rule.release, rule: rule.id }))
    .toSorted((a, b) => (a.module < b.module ? -1 : 1))
}
