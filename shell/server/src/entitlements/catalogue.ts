import { type Level, type Manifest, type Role, type Rule, settingsIn } from '@digione/contracts'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { type Framed, framedIn } from './framed.ts'
import { stopsIn } from './stops.ts'
import { couldBeOn, releasesFor, decidedIn, serves } from './rules.ts'

export interface PlaceState {
  readonly state: 'on' | 'off' | 'partly'
  readonly roles: { role: Role; on: boolean }[]
  readonly decided: { by: string | null; at: string; at_level: 'country' | 'municipality' | 'school' } | null
}

interface School {
  readonly id: string
  readonly levels: Level[]
}

type Decision = Rule & { readonly by: string | null }

/** The levels that a module's decision matters for at a place. */
const levelsAt = (manifest: Manifest, school: School | null, all: readonly Level[]): (Level | null)[] =>
  [...(school ? school.levels : all), null].filter((level) => manifest.levels === undefined || (level !== null && manifest.levels.includes(level)))

function stateAt(manifest: Manifest, rules: readonly Decision[], municipality: string, school: School | null, all: readonly Level[], now: number): PlaceState {
  const roles = manifest.roles.map((role) => {
    const on = levelsAt(manifest, school, all).some((level) => {
      const place = { municipality, school, role, level }
      return serves(manifest, place) && couldBeOn(rules, place, now).length > 0
    })
    return { role, on }
  })
  const some = roles.filter(({ on }) => on).length
  const at = rules.filter((rule) => rule.school === null || rule.school === school?.id)
  // The decision that people mean: the narrowest place's, and there the last one.
  const width = (rule: Rule) => (rule.school !== null ? 2 : rule.municipality !== null ? 1 : 0)
  const decision = at.toSorted((a, b) => width(b) - width(a) || b.sequence - a.sequence)[0]
  return {
    state: some === 0 ? 'off' : some === roles.length ? 'on' : 'partly',
    roles,
    decided: decision ? { by: decision.by, at: decision.from, at_level: (['country', 'municipality', 'school'] as const)[width(decision)] ?? 'country' } : null,
  }
}

/** Every module of the registry, and where it is on in a municipality. For the inside of a transaction that may read the municipality. */
export async function catalogue(trx: Kysely<Schema>, municipality: string, now: number) {
  const { version } = await trx.selectFrom('municipalities').select('version').where('slug', '=', municipality).executeTakeFirstOrThrow()
  const schools = await trx.selectFrom('schools').select(['id', 'levels']).where('municipality', '=', municipality).orderBy('id').execute()
  const rules = await decidedIn(trx, municipality, now)
  const deciders = await trx
    .selectFrom('rules')
    .innerJoin('persons', 'persons.id', 'rules.decided_by')
    .select(['rules.id', 'calling_name', 'family_name'])
    .where('municipality', '=', municipality)
    .execute()
  const names = new Map(deciders.map(({ id, calling_name, family_name }) => [id, `${calling_name} ${family_name}`]))
  const heads = await trx.selectFrom('channel_heads').select('module').where('channel', '=', 'stable').execute()
  const releases = await releasesFor(trx, [...rules, ...heads.map(({ module }) => ({ ...EVERYWHERE, module }))])
  const framed = await framedIn(trx, municipality)
  const stops = await stopsIn(trx, municipality)
  const stoppedAt = (module: string, at: string | null) => {
    const stop = stops.find((one) => one.module === module && one.municipality === at)
    return stop ? { reason: stop.reason, at: stop.stopped_at.toISOString() } : null
  }
  const levels = [...new Set(schools.flatMap((school) => school.levels))]

  const modules = heads.flatMap(({ module }) => {
    const head = releases.offered(module, EVERYWHERE.release)
    if (!head) return []
    const own = rules.filter((rule) => rule.module === module).map((rule) => ({ ...rule, by: names.get(rule.id) ?? null }))
    const { manifest } = head
    const standing = releases.choose(municipality, module, EVERYWHERE.release)
    return [
      {
        module,
        name: manifest.name,
        description: manifest.description,
        icon: manifest.icon,
        vendor: manifest.vendor.name,
        isolation: manifest.isolation,
        framed: framed(module) satisfies Framed,
        stopped: { country: stoppedAt(module, null), municipality: stoppedAt(module, municipality) },
        acceptance: standing?.id === head.id ? ('accepted' as const) : standing ? ('newer' as const) : ('waiting' as const),
        release: head.id,
        version: head.version,
        roles: manifest.roles,
        levels: manifest.levels ?? null,
        hasSettings: manifest.isolation !== 'link' && settingsIn(manifest.settings).size > 0,
        scopes: manifest.isolation === 'link' ? [] : manifest.scopes,
        legacy: manifest.isolation === 'link' ? [] : (manifest.legacy ?? []),
        state: stateAt(manifest, own, municipality, null, levels, now),
        schools: schools.map((school) => ({ school: school.id, ...stateAt(manifest, own, municipality, school, levels, now) })),
      },
    ]
  })
  return { version, modules: modules.toSorted((a, b) => a.name.fi.localeCompare(b.name.fi, 'fi')) }
}

/** A rule's other fields, to ask for the head of the stable channel. */
const EVERYWHERE = {
  id: '',
  effect: 'on',
  municipality: null,
  school: null,
  role: null,
  level: null,
  group: null,
  release: { kind: 'channel', channel: 'stable' },
  percentage: 100,
  from: '1970-01-01T00:00:00.000Z',
  until: null,
  sequence: 0,
} as const satisfies Omit<Rule, 'module'>
