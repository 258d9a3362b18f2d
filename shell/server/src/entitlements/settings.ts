import { DigiOneError, fieldsOf, misfitOf, type SetAt, settingsAt, type SettingField, settingsIn, settingsOf, type Settings } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { ModuleSettingsRow, Schema } from '../db/schema.ts'
import { raiseVersion } from '../tenants/store.ts'
import { holdMunicipality } from './changes.ts'
import { decidedFrom, type KnownRelease, releasesFor } from './rules.ts'

type Trx = Kysely<Schema>
type Row = Pick<Selectable<ModuleSettingsRow>, 'module' | 'municipality' | 'school_id' | 'revision' | 'settings'>

const STABLE = { kind: 'channel', channel: 'stable' } as const
/** How many of a place's earlier settings are told. */
const TOLD = 50

/** What is set now at each place that concerns a municipality. For the inside of a transaction that may read it. */
export async function setIn(trx: Trx, municipality: string, module?: string): Promise<Row[]> {
  return trx
    .selectFrom('module_settings')
    .distinctOn(['module', 'municipality', 'school_id'])
    .select(['module', 'municipality', 'school_id', 'revision', 'settings'])
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .$if(module !== undefined, (query) => query.where('module', '=', module ?? ''))
    .orderBy('module')
    .orderBy('municipality')
    .orderBy('school_id')
    .orderBy('revision', 'desc')
    .execute()
}

/** Of rows of one module those that hold at a school, or at none, the widest first. */
function placesOf(rows: readonly Row[], school: string | null): SetAt[] {
  const width = ({ municipality, school_id }: Row) => (municipality === null ? 0 : school_id === null ? 1 : 2)
  return rows
    .filter(({ school_id }) => school_id === null || school_id === school)
    .toSorted((a, b) => width(a) - width(b))
    .map((row) => ({ place: (['country', 'municipality', 'school'] as const)[width(row)] ?? 'country', values: row.settings }))
}

const NONE: Settings = {}

/** What is set of a release for people of a school, without the manifest's defaults and without what the release does not know. */
export function settingsFor(rows: readonly Row[]): (release: Pick<KnownRelease, 'module' | 'manifest'>, school: string | null) => Settings {
  const byModule = Map.groupBy(rows, ({ module }) => module)
  return ({ module, manifest }, school) => {
    const set = byModule.get(module)
    return set && manifest.isolation !== 'link' ? settingsAt(manifest.settings, placesOf(set, school)).values : NONE
  }
}

type Mounted = KnownRelease & { readonly manifest: { readonly settings: Record<string, unknown> } }
const isMounted = (release: KnownRelease | null): release is Mounted => release !== null && release.manifest.isolation !== 'link'

/**
 * The releases of a module that are on in a municipality or may come to be, the one that a switch would bring first.
 * @throws {DigiOneError} NOT_FOUND
 */
async function releasesHere(trx: Trx, municipality: string, module: string, now: number): Promise<readonly [Mounted, ...Mounted[]]> {
  const decided = (await decidedFrom(trx, municipality, now)).filter((rule) => rule.module === module && rule.effect === 'on')
  const choices = [STABLE, ...decided.map(({ release }) => release)]
  const releases = await releasesFor(
    trx,
    choices.map((release) => ({ module, release })),
  )
  const found = new Map(
    choices
      // What waits to be accepted may be on a moment later.
      .flatMap((choice) => [releases.choose(municipality, module, choice), releases.offered(module, choice)])
      .filter(isMounted)
      .map((release) => [release.id, release]),
  )
  const [first, ...others] = found.values()
  if (!first) throw new DigiOneError('NOT_FOUND', `settings of ${module}`)
  return [first, ...others]
}

/** @throws {DigiOneError} INPUT_INVALID where a value is none of what the releases here know. */
function requireFit(releases: readonly Mounted[], values: Settings): void {
  const problems = Object.entries(values).flatMap(([key, value]) => {
    const knowing = releases.flatMap(({ version, manifest }) => {
      const setting = settingsIn(manifest.settings).get(key)
      return setting ? [{ version, misfit: misfitOf(setting, value) }] : []
    })
    if (knowing.length === 0) return [`settings.${key}: there is no such setting`]
    return knowing.filter(({ misfit }) => misfit !== null).map(({ version, misfit }) => `settings.${key}: ${misfit} (release ${version})`)
  })
  if (problems.length > 0) throw new DigiOneError('INPUT_INVALID', 'The body', problems.slice(0, 5).join('; '))
}

/** Where settings are looked at or made: the place that somebody administers, and within it a school. */
interface PlaceHere {
  readonly slug: string
  readonly school: string | null
}

/** How a place is kept: the platform's own stands for the whole country. @throws {DigiOneError} NOT_FOUND */
async function keptAs(db: Kysely<Schema>, { slug, school }: PlaceHere) {
  const found = await asPlatform(db, (trx) => trx.selectFrom('municipalities').select('kind').where('slug', '=', slug).executeTakeFirst())
  if (!found) throw new DigiOneError('NOT_FOUND', `municipality ${slug}`)
  const isCountry = found.kind === 'platform'
  const municipality = isCountry ? null : slug
  return {
    municipality,
    run: <T>(work: (trx: Trx) => Promise<T>) =>
      (isCountry ? asPlatform : <R>(of: Kysely<Schema>, inside: (trx: Trx) => Promise<R>) => inMunicipality(of, slug, inside))(db, async (trx) => {
        const isThere =
          school === null || (await trx.selectFrom('schools').select('id').where('municipality', '=', municipality).where('id', '=', school).executeTakeFirst())
        if (!isThere) throw new DigiOneError('NOT_FOUND', `school ${school} in ${slug}`)
        return work(trx)
      }),
  }
}

const atPlace = (trx: Trx, module: string, municipality: string | null, school: string | null) =>
  trx
    .selectFrom('module_settings')
    .where('module', '=', module)
    .where('municipality', 'is not distinct from', municipality)
    .where('school_id', 'is not distinct from', school)

export interface SettingsTold {
  readonly release: string
  readonly version: string
  readonly fields: SettingField[]
  readonly defaults: Settings
  /** The widest first; the last is the one asked for. */
  readonly places: SetAt[]
  readonly ignored: { readonly place: SetAt['place']; readonly key: string }[]
  readonly revision: number
  readonly revisions: {
    readonly revision: number
    readonly at: string
    readonly by: string | null
    readonly reverts: number | null
    readonly settings: Record<string, unknown>
  }[]
  /** Schools that have settings of their own. */
  readonly schools: string[]
}

/** What is set of a module at a place, from where, and what was before. @throws {DigiOneError} NOT_FOUND */
export async function tellSettings(db: Kysely<Schema>, place: PlaceHere, module: string, now: number): Promise<SettingsTold> {
  const { slug, school } = place
  const { municipality, run } = await keptAs(db, place)
  return run(async (trx) => {
    const [head, ...others] = await releasesHere(trx, slug, module, now)
    const rows = await setIn(trx, slug, module)
    const before = await atPlace(trx, module, municipality, school)
      .leftJoin('persons', 'persons.id', 'module_settings.decided_by')
      .select(['revision', 'decided_at', 'settings', 'reverts', 'calling_name', 'family_name'])
      .orderBy('revision', 'desc')
      .limit(TOLD)
      .execute()
    const set = placesOf(rows, school)
    const own = municipality === null ? 'country' : school === null ? 'municipality' : 'school'
    const known = Object.assign({}, ...[head, ...others].toReversed().map(({ manifest }) => manifest.settings['properties'] ?? {})) as Record<string, unknown>
    const schema = { properties: known }
    return {
      release: head.id,
      version: head.version,
      fields: fieldsOf(schema),
      defaults: settingsOf({ settings: schema }, {}),
      places: set.some((at) => at.place === own) ? set : [...set, { place: own, values: NONE }],
      ignored: [...settingsAt(schema, set).ignored],
      revision: before[0]?.revision ?? 0,
      revisions: before.map(({ revision, decided_at, settings, reverts, calling_name, family_name }) => ({
        revision,
        at: decided_at.toISOString(),
        by: calling_name === null ? null : `${calling_name} ${family_name}`,
        reverts,
        settings,
      })),
      schools: rows.flatMap(({ school_id, settings }) => (school_id === null || Object.keys(settings).length === 0 ? [] : [school_id])),
    }
  })
}

export interface SettingsMade {
  /** The revision that was looked at: nothing is set over what somebody else did since. */
  readonly revision: number
  /** All that is to be set at the place, or an earlier revision that is to hold again, as far as it still fits. */
  readonly to: { readonly settings: Settings } | { readonly revision: number }
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)

/**
 * Sets a module's settings at a place, in place of those that were set there.
 * @returns The place's new revision.
 * @throws {DigiOneError} CHANGED_MEANWHILE, INPUT_INVALID, NOT_FOUND
 */
export async function makeSettings(db: Kysely<Schema>, place: PlaceHere, module: string, made: SettingsMade, actor: Actor, now: number): Promise<number> {
  const { slug, school } = place
  const { municipality, run } = await keptAs(db, place)
  return run(async (trx) => {
    await holdMunicipality(trx, slug)
    const releases = await releasesHere(trx, slug, module, now)
    const last = await atPlace(trx, module, municipality, school).select(['revision', 'settings']).orderBy('revision', 'desc').limit(1).executeTakeFirst()
    const { revision, settings: before } = last ?? { revision: 0, settings: {} }
    if (revision !== made.revision) throw new DigiOneError('CHANGED_MEANWHILE', `What is set of ${module}`)
    const reverts = 'revision' in made.to ? made.to.revision : null
    const settings = 'settings' in made.to ? made.to.settings : await fittingAgain(trx, place, municipality, module, made.to.revision, releases)
    requireFit(releases, settings)
    const keys = [...new Set([...Object.keys(before), ...Object.keys(settings)])].filter((key) => differs(before[key], settings[key]))
    if (keys.length === 0) return revision
    await trx
      .insertInto('module_settings')
      .values({ module, municipality, school_id: school, revision: revision + 1, settings: JSON.stringify(settings), reverts, decided_by: actor.person })
      .execute()
    const changed = keys.map((key) => ({ key, from: before[key] ?? null, to: settings[key] ?? null }))
    await record(trx, municipality, actor, 'module.configured', { module, school, revision: revision + 1, changed })
    await raiseVersion(trx, municipality)
    return revision + 1
  })
}

async function fittingAgain(trx: Trx, { school }: PlaceHere, municipality: string | null, module: string, revision: number, releases: readonly Mounted[]) {
  if (revision === 0) return NONE
  const then = await atPlace(trx, module, municipality, school).select('settings').where('revision', '=', revision).executeTakeFirst()
  if (!then) throw new DigiOneError('NOT_FOUND', `revision ${revision} of the settings of ${module}`)
  const fits = ([key, value]: [string, unknown]) => {
    const knowing = releases.flatMap(({ manifest }) => settingsIn(manifest.settings).get(key) ?? [])
    return knowing.length > 0 && knowing.every((setting) => misfitOf(setting, value) === null)
  }
  return Object.fromEntries(Object.entries(then.settings).filter(fits))
}
