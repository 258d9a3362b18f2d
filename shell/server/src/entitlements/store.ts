import { type Context, type Level, type ModuleOn, type Role, ROLES, type StartRelease, releaseBase } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { activeRules, couldBeOn, type KnownRelease, modulesFor, releasesFor, ruleFrom, rulesIn, serves } from './rules.ts'
import { effectiveSettings } from './settings.ts'

/** A module that is on, before the pairwise identifiers are added. */
export type ModuleOnHere = Omit<ModuleOn, 'ids'>

/**
 * Which modules are on for a person in a context, by which release and with what settings.
 *
 * A module without a release that this platform can run, or that does not serve the role or level, is not on.
 * @param now Milliseconds since the epoch.
 */
export async function modulesOn(db: Kysely<Schema>, context: Context, personId: string, now: number): Promise<ModuleOnHere[]> {
  return inMunicipality(db, context.municipality, async (trx) => {
    const rules = await rulesIn(trx, context.municipality, now)
    const releases = await releasesFor(trx, rules)
    const configured = await trx.selectFrom('module_settings').selectAll().where('municipality', '=', context.municipality).execute()
    return modulesFor(rules, releases, context, personId, now).map(({ id, module, manifest }) => ({
      module,
      release: id,
      settings: effectiveSettings(manifest.isolation === 'link' ? {} : manifest.settings, configured.find((row) => row.module === module)?.settings ?? {}),
    }))
  })
}

function startRelease({ id, module, version, manifest, entry }: KnownRelease): StartRelease {
  const at = (path: string) => releaseBase(id) + path
  return {
    id,
    module,
    version,
    manifest,
    entry: entry && { container: at(entry.container), exposed: entry.exposed, scripts: entry.scripts.map(at), styles: entry.styles.map(at) },
  }
}

/** What a browser needs to run each of these releases. Unknown ones are left out. */
export async function startReleases(db: Kysely<Schema>, ids: readonly string[]): Promise<Record<string, StartRelease>> {
  if (ids.length === 0) return {}
  const rows = await asPlatform(db, (trx) =>
    trx
      .selectFrom('releases')
      .select(['id', 'module', 'version', 'channel', 'manifest', 'entry'])
      .where('id', 'in', [...new Set(ids)])
      .execute(),
  )
  return Object.fromEntries(rows.map((row) => [row.id, startRelease(row)]))
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
      const releases = await releasesFor(trx, rules)
      for (const position of positions.filter((one) => one.municipality === municipality)) {
        const places = [null, ...schools.filter(({ levels }) => position.level === null || levels.includes(position.level))]
        for (const school of places) {
          for (const { module, release } of couldBeOn(rules, { ...position, school }, now)) {
            const chosen = releases.choose(module, release)
            if (chosen && serves(chosen.manifest, position)) found.add(chosen.id)
          }
        }
      }
    })
  }
  return [...found].toSorted()
}

/**
 * Schools where a module is on for anybody, with their municipality. For the inside of `asPlatform`.
 *
 * A backend reads the roster of these, and publishes events about these, and about no others.
 */
export async function schoolsWhereOn(trx: Kysely<Schema>, module: string, now: number): Promise<Map<string, string>> {
  const all = await activeRules(trx, now).where('module', '=', module).execute()
  if (all.length === 0) return new Map()
  const rules = all.map(ruleFrom)
  const releases = await releasesFor(trx, rules)
  const schools = await trx.selectFrom('schools').select(['id', 'levels', 'municipality']).execute()
  const isOn = (school: { id: string; levels: Level[]; municipality: string }) =>
    ROLES.some((role) =>
      [null, ...school.levels].some((level) =>
        couldBeOn(rules, { municipality: school.municipality, school, role, level }, now).some(({ release }) => {
          const chosen = releases.choose(module, release)
          return chosen !== null && serves(chosen.manifest, { role, level })
        }),
      ),
    )
  return new Map(schools.filter(isOn).map(({ id, municipality }) => [id, municipality]))
}
