import { DigiOneError, type Manifest, type Tier } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { raiseVersion } from '../tenants/store.ts'

/** Who had a module run in a frame at a place, besides its own release. */
export interface Framed {
  readonly country: boolean
  readonly municipality: boolean
}

const NOT_FRAMED: Framed = { country: false, municipality: false }

/** What was decided about frames in a municipality. For the inside of a transaction that may read the municipality. */
export async function framedIn(trx: Kysely<Schema>, municipality: string): Promise<(module: string) => Framed> {
  const rows = await trx
    .selectFrom('framed_modules')
    .select(['module', 'municipality'])
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .execute()
  const framed = new Map<string, Framed>()
  for (const { module, municipality: at } of rows)
    framed.set(module, { ...(framed.get(module) ?? NOT_FRAMED), [at === null ? 'country' : 'municipality']: true })
  return (module) => framed.get(module) ?? NOT_FRAMED
}

/** The tier in force; `null` for a link, which is mounted nowhere. */
export function tierIn({ isolation }: Pick<Manifest, 'isolation'>, { country, municipality }: Framed): Tier | null {
  if (isolation === 'link') return null
  return country || municipality ? 'frame' : isolation
}

export interface Framing {
  readonly module: string
  readonly framed: boolean
  /** The version that the decision was made from. */
  readonly version: number
}

/**
 * Has a module run in a frame in a municipality from now on, or as its releases say. At the platform's own place it is decided for
 * the whole country, and no municipality undoes that.
 *
 * @returns The place's new version.
 * @throws {DigiOneError} CHANGED_MEANWHILE, NOT_FOUND where module or municipality is unknown.
 */
export async function frameModule(db: Kysely<Schema>, slug: string, { module, framed, version }: Framing, actor: Actor): Promise<number> {
  const kind = await asPlatform(db, (trx) => trx.selectFrom('municipalities').select('kind').where('slug', '=', slug).executeTakeFirst())
  if (!kind) throw new DigiOneError('NOT_FOUND', `municipality ${slug}`)
  const isCountry = kind.kind === 'platform'
  const decide = async (trx: Kysely<Schema>) => {
    const here = await trx.selectFrom('municipalities').select('version').where('slug', '=', slug).forUpdate().executeTakeFirstOrThrow()
    if (here.version !== version) throw new DigiOneError('CHANGED_MEANWHILE', `What is on in ${slug}`)
    const known = await trx.selectFrom('channel_heads').select('module').where('module', '=', module).executeTakeFirst()
    if (!known) throw new DigiOneError('NOT_FOUND', `module ${module}`)
    const municipality = isCountry ? null : slug
    await trx.deleteFrom('framed_modules').where('module', '=', module).where('municipality', 'is not distinct from', municipality).execute()
    if (framed) await trx.insertInto('framed_modules').values({ module, municipality, decided_by: actor.person }).execute()
    await record(trx, municipality, actor, 'module.framed', { module, framed })
    return (await raiseVersion(trx, municipality))[slug] ?? version
  }
  return isCountry ? asPlatform(db, decide) : inMunicipality(db, slug, decide)
}
