import { type Level, type Manifest, ROLES } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
import type { Deps } from '../deps.ts'
import type { Schema } from '../db/schema.ts'
import { activeRules, couldBeOn, releasesFor, ruleFrom, serves } from './rules.ts'

/**
 * Schools where a module is on for anybody, with their municipality. For the inside of `asPlatform`.
 *
 * A backend reads the roster of these, and publishes events about these, and about no others.
 */
export type SchoolsWhereOn = (trx: Kysely<Schema>, module: string) => Promise<ReadonlyMap<string, string>>

/** A rule that begins or ends by the clock changes no municipality's version; it counts after this time at the latest. */
const FRESH_MS = 5000

async function find(trx: Kysely<Schema>, module: string, isMeant: (manifest: Manifest) => boolean, now: number): Promise<Map<string, string>> {
  const all = await activeRules(trx, now).where('module', '=', module).execute()
  if (all.length === 0) return new Map()
  const rules = all.map(ruleFrom)
  const releases = await releasesFor(trx, rules)
  const schools = await trx.selectFrom('schools').select(['id', 'levels', 'municipality']).execute()
  const isOn = (school: { id: string; levels: Level[]; municipality: string }) =>
    ROLES.some((role) =>
      [null, ...school.levels].some((level) =>
        couldBeOn(rules, { municipality: school.municipality, school, role, level }, now).some(({ release }) => {
          const chosen = releases.choose(school.municipality, module, release)
          return chosen !== null && isMeant(chosen.manifest) && serves(chosen.manifest, { role, level })
        }),
      ),
    )
  const stops = await trx.selectFrom('stops').select('municipality').where('module', '=', module).where('ended_at', 'is', null).execute()
  const isStopped = (municipality: string) => stops.some((stop) => stop.municipality === null || stop.municipality === municipality)
  return new Map(schools.filter((school) => !isStopped(school.municipality) && isOn(school)).map(({ id, municipality }) => [id, municipality]))
}

/** Changes with every switch, every release of the module, and every roster. */
async function stateOf(trx: Kysely<Schema>, module: string): Promise<string> {
  const { rows } = await sql<{ state: string }>`select concat_ws('|',
    (select hash from roster_imports order by at desc limit 1),
    (select string_agg(slug || ' ' || version, ',' order by slug) from municipalities),
    (select string_agg(channel || ' ' || release, ',' order by channel) from channel_heads where module = ${module})) as state`.execute(trx)
  return rows[0]?.state ?? ''
}

/** Every request of a backend asks this, of all schools: it is found out once for each state of things. @param isMeant Only where the release that is given is like this. */
export function createSchoolsWhereOn({ now: clock }: Pick<Deps, 'now'>, isMeant: (manifest: Manifest) => boolean = () => true): SchoolsWhereOn {
  const kept = new Map<string, { readonly state: string; readonly at: number; readonly schools: ReadonlyMap<string, string> }>()
  return async (trx, module) => {
    const now = clock()
    const state = await stateOf(trx, module)
    const known = kept.get(module)
    if (known && known.state === state && Math.abs(now - known.at) < FRESH_MS) return known.schools
    const schools = await find(trx, module, isMeant, now)
    kept.set(module, { state, at: now, schools })
    return schools
  }
}
