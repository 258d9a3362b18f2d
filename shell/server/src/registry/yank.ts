import { DigiOneError } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { record } from '../audit/store.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { tellOfModule } from './publish.ts'

export interface Yanked {
  readonly release: string
  /** What the channel gives from now on; `null` where nothing is left. */
  readonly next: string | null
}

/**
 * Withdraws a release for good: it is given to nobody any more, and its channel gives the one before.
 * @throws {DigiOneError} NOT_FOUND where the vendor has no such release, RELEASE_YANKED where it was withdrawn before.
 */
export async function yank(
  db: Kysely<Schema>,
  { release, reason, client, modules }: { release: string; reason: string; client: string; modules: readonly string[] },
): Promise<Yanked> {
  return asPlatform(db, async (trx) => {
    const row = await trx.selectFrom('releases').select(['module', 'channel', 'yanked_reason']).where('id', '=', release).forUpdate().executeTakeFirst()
    if (!row || !modules.includes(row.module)) throw new DigiOneError('NOT_FOUND', 'such release of this vendor')
    if (row.yanked_reason !== null) throw new DigiOneError('RELEASE_YANKED', release, row.yanked_reason)
    const { module, channel } = row
    await trx.updateTable('releases').set({ yanked_at: new Date(), yanked_reason: reason }).where('id', '=', release).execute()
    const next = await trx
      .selectFrom('releases')
      .select('id')
      .where('module', '=', module)
      .where('channel', '=', channel)
      .where('yanked_at', 'is', null)
      .orderBy('sequence', 'desc')
      .executeTakeFirst()
    if (next) await trx.updateTable('channel_heads').set({ release: next.id }).where('module', '=', module).where('channel', '=', channel).execute()
    else await trx.deleteFrom('channel_heads').where('module', '=', module).where('channel', '=', channel).execute()
    await record(trx, null, { person: null, role: 'vendor' }, 'release.yanked', { release, channel, client, next: next?.id ?? null })
    await tellOfModule(trx, module)
    return { release, next: next?.id ?? null }
  })
}
