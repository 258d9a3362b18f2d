import { type Manifest, type Release, type ReleaseChoice, type Rule, entitled, hostApiFits, together } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
import { acceptedFor } from './accepted.ts'
import { stopsIn } from './stops.ts'
import type { RuleRow, Schema } from '../db/schema.ts'

export function ruleFrom(row: Selectable<RuleRow>): Rule {
  return {
    id: row.id,
    module: row.module,
    effect: row.effect,
    municipality: row.municipality,
    school: row.school_id,
    role: row.role,
    level: row.level,
    group: row.group_id,
    release: row.release,
    percentage: row.percentage,
    from: row.from_at.toISOString(),
    until: row.until_at?.toISOString() ?? null,
    sequence: row.sequence,
  }
}

/** The rules in force at an instant, given in milliseconds since the epoch. */
export const activeRules = (trx: Kysely<Schema>, now: number) =>
  trx
    .selectFrom('rules')
    .selectAll()
    .where('from_at', '<=', new Date(now))
    .where((is) => is.or([is('until_at', 'is', null), is('until_at', '>', new Date(now))]))

/** What was decided in a municipality and holds at an instant or later, the whole country's decisions among it. */
export async function decidedFrom(trx: Kysely<Schema>, municipality: string, now: number): Promise<Rule[]> {
  const rows = await trx
    .selectFrom('rules')
    .selectAll()
    .where((is) => is.or([is('until_at', 'is', null), is('until_at', '>', new Date(now))]))
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .execute()
  return rows.map(ruleFrom)
}

const hasBegun = (rules: readonly Rule[], now: number) => rules.filter(({ from }) => Date.parse(from) <= now)

/** As `decidedFrom`, of what holds now. */
export const decidedIn = async (trx: Kysely<Schema>, municipality: string, now: number): Promise<Rule[]> =>
  hasBegun(await decidedFrom(trx, municipality, now), now)

/** The rules in force in a municipality at an instant or later: what was decided, but for modules that are stopped there. */
export async function rulesFrom(trx: Kysely<Schema>, municipality: string, now: number): Promise<Rule[]> {
  const decided = await decidedFrom(trx, municipality, now)
  const stopped = new Set((await stopsIn(trx, municipality)).map(({ module }) => module))
  return decided.filter(({ module }) => !stopped.has(module))
}

/** As `rulesFrom`, of those in force now. */
export const rulesIn = async (trx: Kysely<Schema>, municipality: string, now: number): Promise<Rule[]> => hasBegun(await rulesFrom(trx, municipality, now), now)

export interface KnownRelease {
  readonly id: string
  readonly module: string
  readonly version: string
  readonly channel: Release['channel']
  readonly manifest: Manifest
  readonly entry: Release['entry']
  readonly seal: Release['seal']
}

/** Finds the release that a rule chooses, among those that this platform can run. */
export interface Releases {
  /** The newest one that the municipality accepted what it asks for. */
  choose(municipality: string, module: string, choice: ReleaseChoice): KnownRelease | null
  /** Whatever was accepted. */
  offered(module: string, choice: ReleaseChoice): KnownRelease | null
}

/** Releases by id. One never changes, so what was read once need not be read again. */
export type ReadReleases = Map<string, KnownRelease>
const read = new WeakMap<Kysely<Schema>, ReadReleases>()

/** What this process has read of a database's releases. */
export function readReleases(db: Kysely<Schema>): ReadReleases {
  const known = read.get(db) ?? new Map<string, KnownRelease>()
  read.set(db, known)
  return known
}

/** Reads those of the releases that have not been read yet. */
export async function knowReleases(trx: Kysely<Schema>, known: ReadReleases, ids: Iterable<string>): Promise<void> {
  const unknown = [...new Set(ids)].filter((id) => !known.has(id))
  if (unknown.length === 0) return
  const rows = await trx.selectFrom('releases').select(['id', 'module', 'version', 'channel', 'manifest', 'entry', 'seal']).where('id', 'in', unknown).execute()
  for (const row of rows) known.set(row.id, row)
}

/**
 * The releases of modules: the heads of their channels, those before a head that is not accepted everywhere, and those that rules pin.
 * @param known Taken from, and added to.
 */
export async function releasesFor(trx: Kysely<Schema>, rules: readonly Pick<Rule, 'module' | 'release'>[], known: ReadReleases = new Map()): Promise<Releases> {
  const modules = [...new Set(rules.map(({ module }) => module))]
  if (modules.length === 0) return { choose: () => null, offered: () => null }
  const heads = await trx.selectFrom('channel_heads').selectAll().where('module', 'in', modules).execute()
  const pinned = rules.flatMap(({ release }) => (release.kind === 'pin' ? [release.release] : []))
  await knowReleases(trx, known, [...heads.map(({ release }) => release), ...pinned])
  const accepted = await acceptedFor(trx, modules)
  const earlier = await earlierThan(
    trx,
    heads.filter(({ module, release }) => !accepted.everywhere(module, known.get(release)?.manifest)),
    known,
  )
  // A channel never gives a withdrawn one; a rule that pins it outlives it.
  const withdrawn =
    pinned.length === 0 ? [] : await trx.selectFrom('releases').select('id').where('id', 'in', pinned).where('yanked_at', 'is not', null).execute()
  const isWithdrawn = new Set(withdrawn.map(({ id }) => id))
  const headOf = new Map(heads.map(({ module, channel, release }) => [`${module} ${channel}`, release]))
  const fits = (module: string, id: string | undefined) => {
    const release = id === undefined ? undefined : known.get(id)
    return release && release.module === module && !isWithdrawn.has(release.id) && hostApiFits(release.manifest.hostApi) ? release : null
  }
  const offered = (module: string, choice: ReleaseChoice) => fits(module, choice.kind === 'pin' ? choice.release : headOf.get(`${module} ${choice.channel}`))
  return {
    offered,
    choose(municipality, module, choice) {
      const isAccepted = (release: KnownRelease | null) => release !== null && accepted.covers(municipality, module, release.manifest)
      const wanted = offered(module, choice)
      if (!wanted || choice.kind === 'pin' || isAccepted(wanted)) return isAccepted(wanted) ? wanted : null
      return (earlier.get(`${module} ${choice.channel}`) ?? []).map((id) => fits(module, id)).find(isAccepted) ?? null
    },
  }
}

/** The releases of channels from before their heads, the newest first. */
async function earlierThan(
  trx: Kysely<Schema>,
  heads: readonly { readonly module: string; readonly channel: Release['channel']; readonly release: string }[],
  known: ReadReleases,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (heads.length === 0) return new Map()
  const rows = await trx
    .selectFrom('releases')
    .select(['id', 'module', 'channel'])
    .where(
      'module',
      'in',
      heads.map(({ module }) => module),
    )
    .where('yanked_at', 'is', null)
    .orderBy('sequence', 'desc')
    .execute()
  const before = rows.filter(({ id, module, channel }) => heads.some((head) => head.module === module && head.channel === channel && head.release !== id))
  await knowReleases(
    trx,
    known,
    before.map(({ id }) => id),
  )
  return new Map([...Map.groupBy(before, ({ module, channel }) => `${module} ${channel}`)].map(([key, of]) => [key, of.map(({ id }) => id)]))
}

/** Whether a module says that it is for somebody in this role and level. */
export function serves(manifest: Manifest, position: { role: string; level: string | null }): boolean {
  const isRole = manifest.roles.some((role) => role === position.role)
  return isRole && (manifest.levels === undefined || manifest.levels.some((level) => level === position.level))
}

interface Place {
  readonly municipality: string
  readonly school: { readonly id: string } | null
  readonly role: string
  readonly level: string | null
}

/**
 * What could be on at a place for somebody, whoever it is: `entitled` for every group that a rule names and for none,
 * with those who are in a staged roll-out as well as those who are not.
 */
export function couldBeOn(rules: readonly Rule[], place: Place, now: number): { module: string; release: ReleaseChoice }[] {
  const groups = [...new Set(rules.flatMap(({ group }) => (group === null ? [] : [group])))]
  const everybodyIn = rules.filter((rule) => rule.percentage > 0).map((rule) => ({ ...rule, percentage: 100 }))
  const nobodyIn = rules.filter((rule) => rule.percentage >= 100)
  const found = new Map<string, { module: string; release: ReleaseChoice }>()
  for (const some of [everybodyIn, nobodyIn]) {
    for (const member of [[], ...groups.map((group) => [group])]) {
      for (const { module, release } of entitled(some, { context: place, personKey: '', groups: member }, now)) {
        found.set(`${module} ${JSON.stringify(release)}`, { module, release })
      }
    }
  }
  return [...found.values()]
}

/** What is on for one person at a place, with each module's release. */
export function modulesFor(
  rules: readonly Rule[],
  releases: Releases,
  context: Place & { readonly groups: readonly string[] },
  personId: string,
  now: number,
): KnownRelease[] {
  const on = entitled(rules, { context, personKey: personId, groups: context.groups }, now).flatMap(({ module, release, rule }) => {
    const chosen = releases.choose(context.municipality, module, release)
    return chosen && serves(chosen.manifest, context) ? [{ ...chosen, rule }] : []
  })
  if (!on.some(({ manifest: { needs, excludes } }) => needs ?? excludes)) return on
  // Of two that exclude each other, the one that was decided first stays.
  const sequence = new Map(rules.map((rule) => [rule.id, rule.sequence]))
  const byAge = on.toSorted((a, b) => (sequence.get(a.rule) ?? 0) - (sequence.get(b.rule) ?? 0))
  const staying = new Set(together(byAge, ({ manifest }) => manifest).map(({ module }) => module))
  return on.filter(({ module }) => staying.has(module))
}
