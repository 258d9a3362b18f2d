import { type Manifest, type Release, type ReleaseChoice, type Rule, entitled, hostApiFits } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
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

/** The rules that hold in a municipality now, the whole country's among them. */
export async function rulesIn(trx: Kysely<Schema>, municipality: string, now: number): Promise<Rule[]> {
  const rules = await rulesFrom(trx, municipality, now)
  return rules.filter(({ from }) => Date.parse(from) <= now)
}

/** As `rulesIn`, with those that begin later. */
export async function rulesFrom(trx: Kysely<Schema>, municipality: string, now: number): Promise<Rule[]> {
  const rows = await trx
    .selectFrom('rules')
    .selectAll()
    .where((is) => is.or([is('until_at', 'is', null), is('until_at', '>', new Date(now))]))
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .execute()
  return rows.map(ruleFrom)
}

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
  choose(module: string, choice: ReleaseChoice): KnownRelease | null
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
 * The releases of modules: the heads of their channels, and those that rules pin.
 * @param known Taken from, and added to.
 */
export async function releasesFor(trx: Kysely<Schema>, rules: readonly Rule[], known: ReadReleases = new Map()): Promise<Releases> {
  const modules = [...new Set(rules.map(({ module }) => module))]
  if (modules.length === 0) return { choose: () => null }
  const heads = await trx.selectFrom('channel_heads').selectAll().where('module', 'in', modules).execute()
  const pinned = rules.flatMap(({ release }) => (release.kind === 'pin' ? [release.release] : []))
  await knowReleases(trx, known, [...heads.map(({ release }) => release), ...pinned])
  // A channel never gives a withdrawn one; a rule that pins it outlives it.
  const withdrawn =
    pinned.length === 0 ? [] : await trx.selectFrom('releases').select('id').where('id', 'in', pinned).where('yanked_at', 'is not', null).execute()
  const isWithdrawn = new Set(withdrawn.map(({ id }) => id))
  const headOf = new Map(heads.map(({ module, channel, release }) => [`${module} ${channel}`, release]))
  return {
    choose(module, choice) {
      const id = choice.kind === 'pin' ? choice.release : headOf.get(`${module} ${choice.channel}`)
      const release = id === undefined ? undefined : known.get(id)
      return release && release.module === module && !isWithdrawn.has(release.id) && hostApiFits(release.manifest.hostApi) ? release : null
    },
  }
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
  return entitled(rules, { context, personKey: personId, groups: context.groups }, now)
    .map(({ module, release }) => releases.choose(module, release))
    .filter((release) => release !== null)
    .filter((release) => serves(release.manifest, context))
}
