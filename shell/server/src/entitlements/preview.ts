import { type Decision, ModuleId, Role, type Rule, Text } from '@digione/contracts'
import { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { madeSince, madeSoFar, modulesIn, type Plan, rulesPlanned } from './changes.ts'
import { stopsIn } from './stops.ts'
import { type Position, positionsIn } from './population.ts'
import { decidedFrom, type KnownRelease, modulesFor, type Releases, releasesFor } from './rules.ts'

const Count = z.object({ role: Role, people: z.number().int(), schools: z.number().int() })

const Effect = z.object({
  module: ModuleId,
  name: Text,
  /** Whether it was decided about, or goes or comes along with what was. */
  isDecided: z.boolean(),
  gains: z.array(Count),
  loses: z.array(Count),
  /** Those who get another release of it. */
  moves: z.array(Count),
})

const Conflict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed-since'), change: z.string(), number: z.number().int(), by: z.string().nullable(), at: z.iso.datetime() }),
  z.object({
    kind: z.literal('replaces-planned'),
    module: ModuleId,
    on: z.boolean(),
    school: z.string().nullable(),
    role: Role.nullable(),
    from: z.iso.datetime(),
  }),
  z.object({ kind: z.literal('schools-decide'), module: ModuleId, schools: z.array(z.string()) }),
  z.object({ kind: z.literal('not-for'), module: ModuleId, roles: z.array(Role), levels: z.array(z.string()) }),
  z.object({ kind: z.literal('stopped'), module: ModuleId }),
  z.object({ kind: z.literal('needs'), module: ModuleId, missing: z.array(ModuleId) }),
  z.object({ kind: z.literal('excluded'), module: ModuleId, by: z.array(ModuleId) }),
  /** Nothing that it asks for is accepted yet: what is shown holds once it is. */
  z.object({ kind: z.literal('not-accepted'), module: ModuleId }),
  z.object({ kind: z.literal('nobody') }),
])
export type Conflict = z.infer<typeof Conflict>

/** What a change would do, to whom, and what stands against it. */
export const Preview = z.object({
  /** How many changes have been made: sent along, so that nothing is made on other ground than was seen. */
  base: z.number().int(),
  /** At each instant at which something of it begins, by itself: with the change against without it. */
  moments: z.array(z.object({ at: z.iso.datetime(), effects: z.array(Effect) })),
  conflicts: z.array(Conflict),
})
export type Preview = z.infer<typeof Preview>

/** Tells what is on for somebody among modules; people in like positions are worked out once. */
function resolver(rules: readonly Rule[], releases: Releases, now: number) {
  const isOfPerson = rules.some(({ percentage }) => percentage < 100)
  const named = new Set(rules.flatMap(({ group }) => (group === null ? [] : [group])))
  const known = new Map<string, ReadonlyMap<string, string>>()
  return (position: Position): ReadonlyMap<string, string> => {
    const groups = position.groups.filter((group) => named.has(group)).toSorted()
    const key = JSON.stringify([position.school?.id, position.role, position.level, groups, isOfPerson ? position.person : null])
    const before = known.get(key)
    if (before) return before
    const on = new Map(modulesFor(rules, releases, position, position.person, now).map(({ module, id }) => [module, id]))
    known.set(key, on)
    return on
  }
}

/** People by role, each counted once however many positions they have. */
function tally() {
  const roles = new Map<Role, { people: Set<string>; schools: Set<string> }>()
  return {
    add({ role, person, school }: Position) {
      const one = roles.get(role) ?? { people: new Set(), schools: new Set() }
      roles.set(role, one)
      one.people.add(person)
      if (school) one.schools.add(school.id)
    },
    counts: () =>
      [...roles].map(([role, { people, schools }]) => ({ role, people: people.size, schools: schools.size })).toSorted((a, b) => b.people - a.people),
  }
}

/** Modules whose being on hangs on others', and those others. */
function relatedTo(modules: readonly string[], manifests: ReadonlyMap<string, KnownRelease['manifest']>): Set<string> {
  const related = new Set(modules)
  for (let before = 0; before !== related.size;) {
    before = related.size
    for (const [module, { needs = [], excludes = [] }] of manifests)
      if (related.has(module) || [...needs, ...excludes].some((other) => related.has(other)))
        for (const one of [module, ...needs, ...excludes]) related.add(one)
  }
  return related
}

/** The instants at which something of a plan begins. */
const beginnings = ({ decisions }: Pick<Plan, 'decisions'>, now: number): number[] => {
  const all = decisions.map(({ from }) => Math.max(now, from === null ? now : Date.parse(from)))
  return [...new Set(all.length === 0 ? [now] : all)].toSorted((a, b) => a - b)
}

/**
 * What a plan would do to the people of a municipality, and what stands against it. Changes nothing. For the inside of
 * `inMunicipality`.
 *
 * People are counted as they are today, whenever the plan begins.
 * @param base How many changes had been made when the plan was last looked at; `null` where it never was.
 * @param now Milliseconds since the epoch.
 */
export async function previewOf(
  trx: Kysely<Schema>,
  municipality: string,
  plan: Pick<Plan, 'decisions' | 'reverts'>,
  base: number | null,
  now: number,
): Promise<Preview> {
  const all = await decidedFrom(trx, municipality, now)
  const planned = await rulesPlanned(trx, municipality, plan, all, now)
  const decided = await modulesIn(trx, municipality, plan)
  const heads = await trx
    .selectFrom('channel_heads')
    .innerJoin('releases', 'releases.id', 'channel_heads.release')
    .select(['releases.module', 'manifest'])
    .where('channel_heads.channel', '=', 'stable')
    .execute()
  const manifests = new Map(heads.map(({ module, manifest }) => [module, manifest]))
  const related = relatedTo(decided, manifests)
  const of = (rules: readonly Rule[]) => rules.filter(({ module }) => related.has(module))
  const [without, withIt] = [of(all), of(planned)]
  const releases = await releasesFor(trx, [...without, ...withIt])
  // What the plan is about is shown as it is going to be: it is made once that is accepted.
  const onceAccepted: Releases = {
    ...releases,
    choose: (place, module, choice) => releases.choose(place, module, choice) ?? (decided.includes(module) ? releases.offered(module, choice) : null),
  }
  const isWaiting = ({ module, effect, release }: Decision) =>
    effect === 'on' && !releases.choose(municipality, module, release) && releases.offered(module, release) !== null
  const waiting = [...new Set(plan.decisions.filter(isWaiting).map(({ module }) => module))]
  const isAboutGroups = [...without, ...withIt].some(({ group }) => group !== null)
  const positions = await positionsIn(trx, municipality, isAboutGroups, now)

  const moments = beginnings(plan, now).map((at) => {
    const [before, after] = [resolver(without, releases, at), resolver(withIt, onceAccepted, at)]
    const effects = [...related].toSorted().flatMap((module) => {
      const [gains, loses, moves] = [tally(), tally(), tally()]
      for (const position of positions) {
        const [had, has] = [before(position).get(module), after(position).get(module)]
        if (had === has) continue
        ;(had === undefined ? gains : has === undefined ? loses : moves).add(position)
      }
      const effect = { gains: gains.counts(), loses: loses.counts(), moves: moves.counts() }
      const isNothing = Object.values(effect).every((counts) => counts.length === 0)
      const name = manifests.get(module)?.name
      return isNothing || !name ? [] : [{ module, name, isDecided: decided.includes(module), ...effect }]
    })
    return { at: new Date(at).toISOString(), effects }
  })
  const against = { municipality, plan, base, now, rules: all, planned, manifests }
  const isForNobody = moments.every(({ effects }) => effects.length === 0)
  const notAccepted = waiting.map((module) => ({ kind: 'not-accepted' as const, module }))
  const conflicts = [...(await conflictsOf(trx, against)), ...notAccepted, ...(isForNobody ? [{ kind: 'nobody' as const }] : [])]
  return { base: await madeSoFar(trx, municipality), moments, conflicts }
}

interface Against {
  readonly municipality: string
  readonly plan: Pick<Plan, 'decisions' | 'reverts'>
  readonly base: number | null
  readonly now: number
  readonly rules: readonly Rule[]
  readonly planned: readonly Rule[]
  readonly manifests: ReadonlyMap<string, KnownRelease['manifest']>
}

async function conflictsOf(trx: Kysely<Schema>, { municipality, plan, base, now, rules, planned, manifests }: Against): Promise<Conflict[]> {
  const since = base === null ? [] : await madeSince(trx, municipality, plan, base)
  const people = since.flatMap(({ made_by }) => (made_by === null ? [] : [made_by]))
  const names = people.length === 0 ? [] : await trx.selectFrom('persons').select(['id', 'calling_name', 'family_name']).where('id', 'in', people).execute()
  const nameOf = (id: string | null) => names.filter((one) => one.id === id).map((one) => `${one.calling_name} ${one.family_name}`)[0] ?? null
  const stopped = [...new Set((await stopsIn(trx, municipality)).map(({ module }) => module))]
  const untilAfter = new Map(planned.map((rule) => [rule.id, rule.until]))
  const isMine = (rule: Rule) => plan.decisions.some(({ module }) => module === rule.module)
  return [
    ...since.map((change): Conflict => ({
      kind: 'changed-since',
      change: change.id,
      number: change.number,
      by: nameOf(change.made_by),
      at: (change.made_at ?? change.created_at).toISOString(),
    })),
    ...rules
      .filter((rule) => isMine(rule) && Date.parse(rule.from) > now && untilAfter.get(rule.id) !== rule.until)
      .map((rule): Conflict => ({
        kind: 'replaces-planned',
        module: rule.module,
        on: rule.effect === 'on',
        school: rule.school,
        role: rule.role,
        from: rule.from,
      })),
    ...stopped
      .filter((module) => plan.decisions.some((decision) => decision.module === module && decision.effect === 'on'))
      .map((module): Conflict => ({ kind: 'stopped', module })),
    ...plan.decisions.flatMap((decision) => againstDecision(decision, { municipality, now, rules, manifests })),
  ]
}

function againstDecision(
  decision: Decision,
  { municipality, now, rules, manifests }: Pick<Against, 'municipality' | 'now' | 'rules' | 'manifests'>,
): Conflict[] {
  const { module, effect, schools, roles, levels } = decision
  const manifest = manifests.get(module)
  if (!manifest) return []
  const conflicts: Conflict[] = []
  const at = Math.max(now, decision.from === null ? now : Date.parse(decision.from))
  const isThen = (rule: Rule) => Date.parse(rule.from) <= at && (rule.until === null || Date.parse(rule.until) > at)
  if (effect === 'none') return conflicts
  if (schools === null) {
    const own = rules.filter(
      (rule) => rule.module === module && rule.municipality === municipality && rule.school !== null && rule.effect !== effect && isThen(rule),
    )
    const deciding = [...new Set(own.flatMap(({ school }) => (school === null ? [] : [school])))].toSorted()
    if (deciding.length > 0) conflicts.push({ kind: 'schools-decide', module, schools: deciding })
  }
  if (effect === 'off') return conflicts
  const unserved = {
    roles: (roles ?? []).filter((role) => !manifest.roles.includes(role)),
    levels: (levels ?? []).filter((level) => manifest.levels !== undefined && !manifest.levels.includes(level)),
  }
  if (unserved.roles.length + unserved.levels.length > 0) conflicts.push({ kind: 'not-for', module, ...unserved })
  const isAnywhere = (other: string) => rules.some((rule) => rule.module === other && rule.effect === 'on' && isThen(rule))
  const missing = (manifest.needs ?? []).filter((other) => !isAnywhere(other))
  if (missing.length > 0) conflicts.push({ kind: 'needs', module, missing })
  const excluding = [...manifests].filter(
    ([other, { excludes = [] }]) => other !== module && (excludes.includes(module) || manifest.excludes?.includes(other)) && isAnywhere(other),
  )
  if (excluding.length > 0) conflicts.push({ kind: 'excluded', module, by: excluding.map(([other]) => other) })
  return conflicts
}
