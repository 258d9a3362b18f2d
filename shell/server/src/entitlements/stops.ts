import { randomUUID } from 'node:crypto'
import { DigiOneError, type Text } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import type { Schema, StopRow } from '../db/schema.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import { raiseVersion } from '../tenants/store.ts'

export type Stop = Selectable<StopRow>

/** What is stopped in a municipality, by it or in the whole country. For the inside of a transaction that may read the municipality. */
export const stopsIn = (trx: Kysely<Schema>, municipality: string): Promise<Stop[]> =>
  trx
    .selectFrom('stops')
    .selectAll()
    .where('ended_at', 'is', null)
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .orderBy('stopped_at')
    .execute()

/** Runs at the place that an administrator of `slug` decides for: their municipality, or, at the platform's own, the whole country. */
async function atPlace<T>(db: Kysely<Schema>, slug: string, run: (trx: Kysely<Schema>, municipality: string | null) => Promise<T>): Promise<T> {
  const place = await asPlatform(db, (trx) => trx.selectFrom('municipalities').select('kind').where('slug', '=', slug).executeTakeFirst())
  if (!place) throw new DigiOneError('NOT_FOUND', `municipality ${slug}`)
  return place.kind === 'platform' ? asPlatform(db, (trx) => run(trx, null)) : inMunicipality(db, slug, (trx) => run(trx, slug))
}

/** The stop of a module at exactly this place. */
const standing = (trx: Kysely<Schema>, module: string, municipality: string | null) =>
  trx.selectFrom('stops').selectAll().where('module', '=', module).where('municipality', 'is not distinct from', municipality).where('ended_at', 'is', null)

/**
 * Takes a module away from everybody at a place, at once and whatever was decided, until the stop is ended. Nobody has to approve it.
 *
 * @param reason What people are told.
 * @throws {DigiOneError} NOT_FOUND where module or municipality is unknown, CHANGED_MEANWHILE where it is stopped there already.
 */
export async function stopModule(db: Kysely<Schema>, slug: string, { module, reason }: { module: string; reason: Text }, actor: Actor): Promise<void> {
  await atPlace(db, slug, async (trx, municipality) => {
    const known = await trx.selectFrom('channel_heads').select('module').where('module', '=', module).executeTakeFirst()
    if (!known) throw new DigiOneError('NOT_FOUND', `module ${module}`)
    if (await standing(trx, module, municipality).executeTakeFirst()) throw new DigiOneError('CHANGED_MEANWHILE', `Whether ${module} is stopped`)
    await trx
      .insertInto('stops')
      .values({ id: randomUUID(), module, municipality, reason: JSON.stringify(reason), stopped_by: actor.person, ended_by: null, ended_at: null })
      .execute()
    await record(trx, municipality, actor, 'module.stopped', { module, reason })
    await raiseVersion(trx, municipality)
  })
}

/** Has a module be on again as was decided. @throws {DigiOneError} NOT_FOUND where it is not stopped at this place. */
export async function resumeModule(db: Kysely<Schema>, slug: string, module: string, actor: Actor): Promise<void> {
  await atPlace(db, slug, async (trx, municipality) => {
    const stop = await standing(trx, module, municipality).executeTakeFirst()
    if (!stop) throw new DigiOneError('NOT_FOUND', `stop of ${module} in ${slug}`)
    await trx.updateTable('stops').set({ ended_by: actor.person, ended_at: new Date() }).where('id', '=', stop.id).execute()
    await record(trx, municipality, actor, 'module.resumed', { module })
    await raiseVersion(trx, municipality)
  })
}
