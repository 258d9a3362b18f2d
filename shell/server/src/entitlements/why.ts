import { DigiOneError, Level, type Role, Role as RoleSchema, type Rule, together, why } from '@digione/contracts'
import { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { stopsIn } from './stops.ts'
import { type KnownRelease, modulesFor, releasesFor, decidedIn, ruleFrom, rulesIn, serves } from './rules.ts'

const RuleTold = z.object({
  on: z.boolean(),
  place: z.enum(['country', 'municipality', 'school']),
  role: RoleSchema.nullable(),
  level: Level.nullable(),
  group: z.string().nullable(),
  percentage: z.number(),
  from: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  /** The change that brought it; `null` where none did. */
  change: z.object({ id: z.guid(), number: z.number().int() }).nullable(),
})

export const WhyHere = z.object({
  on: z.boolean(),
  /** What stands against it, whatever the rules say. */
  against: z.enum(['stopped', 'not-for', 'no-release', 'not-accepted', 'needs', 'excluded']).nullable(),
  decided: RuleTold.nullable(),
  overrode: z.array(RuleTold.extend({ because: z.enum(['wider-place', 'more-people', 'earlier']) })),
  beside: z.array(RuleTold.extend({ because: z.enum(['not-yet', 'over', 'outside-percentage']) })),
})
export type WhyHere = z.infer<typeof WhyHere>

export interface PositionAsked {
  readonly school: string | null
  readonly role: Role
  readonly level: Level | null
  readonly groups: readonly string[]
}

/** How many rules that are over are told of. */
const MOST_BESIDE = 10

/**
 * Why a module is on or off for people in a position of a municipality, whoever they are: in a staged roll-out they count as
 * being outside. For the inside of `inMunicipality`.
 *
 * @param now Milliseconds since the epoch.
 * @throws {DigiOneError} NOT_FOUND for a module that nobody published.
 */
export async function whyHere(
  trx: Kysely<Schema>,
  municipality: string,
  module: string,
  { school, role, level, groups }: PositionAsked,
  now: number,
): Promise<WhyHere> {
  const known = await trx.selectFrom('channel_heads').select('module').where('module', '=', module).executeTakeFirst()
  if (!known) throw new DigiOneError('NOT_FOUND', `module ${module}`)
  const rows = await trx
    .selectFrom('rules')
    .selectAll()
    .where('module', '=', module)
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .execute()
  const outside = rows.map(ruleFrom).map((rule) => ({ ...rule, percentage: rule.percentage < 100 ? 0 : 100 }))
  const context = { municipality, school: school === null ? null : { id: school }, role, level }
  const [found] = why(outside, { context, personKey: '', groups }, now)
  const tell = await teller(trx, municipality, rows.map(ruleFrom))
  const all = await rulesIn(trx, municipality, now)
  const releases = await releasesFor(trx, await decidedIn(trx, municipality, now))
  const decided = found?.decided ?? null
  const chosen = decided?.effect === 'on' ? releases.choose(municipality, module, decided.release) : null
  const isOffered = decided?.effect === 'on' && releases.offered(module, decided.release) !== null
  const on = modulesFor(all, releases, { ...context, groups }, '', now)
  const isStopped = (await stopsIn(trx, municipality)).some((stop) => stop.module === module)
  const isOn = found?.on === true && on.some((one) => one.module === module)
  return {
    on: isOn,
    against: isOn || found?.on !== true ? null : isStopped ? 'stopped' : !chosen && isOffered ? 'not-accepted' : againstIt(chosen, on, context),
    decided: decided && tell(decided),
    overrode: (found?.overrode ?? []).map(({ rule, because }) => ({ ...tell(rule), because })),
    beside: (found?.beside ?? []).slice(0, MOST_BESIDE).map(({ rule, because }) => ({ ...tell(rule), because })),
  }
}

function againstIt(chosen: KnownRelease | null, on: readonly KnownRelease[], position: { role: string; level: string | null }): WhyHere['against'] {
  if (!chosen) return 'no-release'
  if (!serves(chosen.manifest, position)) return 'not-for'
  const beside = on.filter(({ module }) => module !== chosen.module)
  return together([...beside, chosen], ({ manifest: { excludes } }) => ({ excludes })).includes(chosen) ? 'needs' : 'excluded'
}

/** Tells rules with who decided them, and by which change. */
async function teller(trx: Kysely<Schema>, municipality: string, rules: readonly Rule[]) {
  const percentages = new Map(rules.map(({ id, percentage }) => [id, percentage]))
  const deciders = await trx
    .selectFrom('rules')
    .innerJoin('persons', 'persons.id', 'rules.decided_by')
    .select(['rules.id', 'calling_name', 'family_name'])
    .where('rules.id', 'in', [...percentages.keys(), ''])
    .execute()
  const names = new Map(deciders.map(({ id, calling_name, family_name }) => [id, `${calling_name} ${family_name}`]))
  const changes = await trx
    .selectFrom('changes')
    .select(['id', 'number', 'added'])
    .where('municipality', '=', municipality)
    .where('state', '=', 'made')
    .execute()
  const changeOfRule = new Map(changes.flatMap(({ id, number, added }) => added.map((rule) => [rule, { id, number }] as const)))
  return (rule: Rule) => ({
    on: rule.effect === 'on',
    place: rule.school !== null ? ('school' as const) : rule.municipality !== null ? ('municipality' as const) : ('country' as const),
    role: rule.role,
    level: rule.level,
    group: rule.group,
    percentage: percentages.get(rule.id) ?? 100,
    from: rule.from,
    until: rule.until,
    by: names.get(rule.id) ?? null,
    change: changeOfRule.get(rule.id) ?? null,
  })
}
