import { type Context, type Level, type ModuleOn, type Role, type Rule, type Settings, type StartRelease, releaseBase } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { couldBeOn, type KnownRelease, knowReleases, modulesFor, readReleases, type Releases, releasesFor, rulesFrom, rulesIn, serves } from './rules.ts'
import { type Framed, framedIn, tierIn } from './framed.ts'
import { setIn, settingsFor } from './settings.ts'

/** Other releases by module, in place of those that are on. */
export type InPlaceOf = ReadonlyMap<string, KnownRelease>

/** A module that is on, before the pairwise identifiers are added. */
export type ModuleOnHere = Omit<ModuleOn, 'ids'>

/** What is decided in one municipality. */
interface Decided {
  readonly rules: readonly Rule[]
  readonly releases: Releases
  readonly settings: (release: Pick<KnownRelease, 'module' | 'manifest'>, school: string | null) => Settings
  readonly framed: (module: string) => Framed
}

const kept = new WeakMap<Kysely<Schema>, Map<string, { readonly version: number; readonly decided: Decided }>>()

/**
 * What is decided in a municipality, read as one that sees this municipality alone.
 *
 * Whoever decides raises the municipality's version: what was read once need not be read again while that stays.
 * @param version The present one, where the caller knows it; what is given is never older.
 */
async function keptDecisions(db: Kysely<Schema>, municipality: string, now: number, version: number | undefined): Promise<Decided> {
  const ours = kept.get(db) ?? new Map<string, { readonly version: number; readonly decided: Decided }>()
  kept.set(db, ours)
  const known = ours.get(municipality)
  if (known && known.version === version) return known.decided
  const decided = await inMunicipality(db, municipality, async (trx) => {
    const rules = await rulesFrom(trx, municipality, now)
    const releases = await releasesFor(trx, rules, readReleases(db))
    const settings = settingsFor(await setIn(trx, municipality))
    return { rules, releases, settings, framed: await framedIn(trx, municipality) }
  })
  if (version !== undefined) ours.set(municipality, { version, decided })
  return decided
}

/**
 * Which modules are on for a person in each of their contexts, by which release and with what settings.
 *
 * A module without a release that this platform can run, or that does not serve the role or level, is not on.
 * @param now Milliseconds since the epoch.
 * @param versions Of the municipalities, where they are known: @see keptDecisions
 * @param others Releases that stand in place of those that are on, for this one answer.
 * @returns In the order of the contexts.
 */
export async function modulesOnEach(
  db: Kysely<Schema>,
  contexts: readonly Context[],
  personId: string,
  now: number,
  versions: Readonly<Record<string, number>> = {},
  others?: InPlaceOf,
): Promise<ModuleOnHere[][]> {
  const found = new Map<Context, ModuleOnHere[]>()
  // A person with three children in one city asks that city once.
  for (const [municipality, there] of Map.groupBy(contexts, (context) => context.municipality)) {
    const { rules, releases, settings, framed } = await keptDecisions(db, municipality, now, versions[municipality])
    for (const context of there) {
      const on = modulesFor(rules, releases, context, personId, now).flatMap((standing) => {
        const { id, module, manifest } = others?.get(standing.module) ?? standing
        if (!serves(manifest, context)) return []
        // Another release runs no freer than the one that is on.
        const isFramed = tierIn(standing.manifest, framed(module)) !== 'page'
        const tier = tierIn(manifest, { country: isFramed, municipality: isFramed })
        return [{ module, release: id, tier, settings: settings({ module, manifest }, context.school?.id ?? null) }]
      })
      found.set(context, on)
    }
  }
  return contexts.map((context) => found.get(context) ?? [])
}

/** The releases that are on for a person in a context, whatever their settings. @param version Of the municipality: @see keptDecisions */
export async function releasesOn(db: Kysely<Schema>, context: Context, personId: string, now: number, version: number | undefined): Promise<KnownRelease[]> {
  const { rules, releases } = await keptDecisions(db, context.municipality, now, version)
  return modulesFor(rules, releases, context, personId, now)
}

function startRelease({ id, module, version, manifest, entry, seal }: KnownRelease): StartRelease {
  const at = (path: string) => releaseBase(id) + path
  return {
    id,
    module,
    version,
    manifest,
    entry: entry && { container: at(entry.container), exposed: entry.exposed, scripts: entry.scripts.map(at), styles: entry.styles.map(at) },
    seal,
  }
}

/** What a browser needs to run each of these releases. Unknown ones are left out. */
export async function startReleases(db: Kysely<Schema>, ids: readonly string[]): Promise<Record<string, StartRelease>> {
  const known = readReleases(db)
  if (ids.some((id) => !known.has(id))) await asPlatform(db, (trx) => knowReleases(trx, known, ids))
  return Object.fromEntries(ids.map((id) => known.get(id)).flatMap((release) => (release ? [[release.id, startRelease(release)]] : [])))
}

/**
 * Releases that somebody in one of these positions could have on, at any school and in any group of the municipality.
 *
 * Before log-in is known a page is prepared with this; what is really on comes with the log-in.
 */
export async function releasesAt(
  db: Kysely<Schema>,
  positions: readonly { municipality: string; role: Role; level: Level | null }[],
  now: number = Date.now(),
): Promise<string[]> {
  const found = new Set<string>()
  for (const municipality of new Set(positions.map((position) => position.municipality))) {
    await inMunicipality(db, municipality, async (trx) => {
      const schools = await trx.selectFrom('schools').select(['id', 'levels']).execute()
      const rules = await rulesIn(trx, municipality, now)
      const releases = await releasesFor(trx, rules, readReleases(db))
      for (const position of positions.filter((one) => one.municipality === municipality)) {
        const places = [null, ...schools.filter(({ levels }) => position.level === null || levels.includes(position.level))]
        for (const school of places) {
          for (const { module, release } of couldBeOn(rules, { ...position, school }, now)) {
            const chosen = releases.choose(municipality, module, release)
            if (chosen && serves(chosen.manifest, position)) found.add(chosen.id)
          }
        }
      }
    })
  }
  return [...found].toSorted()
}
