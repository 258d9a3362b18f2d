import type { Kysely } from 'kysely'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

/** Whatever has no lifetime of its own. */
const DEFAULT_LIFETIME_S = 24 * 3600

/** Keeps something under a name until it expires. */
export async function putEntry(db: Kysely<Schema>, kind: string, id: string, payload: Record<string, unknown>, lifetimeS: number): Promise<void> {
  const row = {
    payload: JSON.stringify(payload),
    grant_id: typeof payload['grantId'] === 'string' ? payload['grantId'] : null,
    uid: typeof payload['uid'] === 'string' ? payload['uid'] : null,
    expires_at: new Date(Date.now() + lifetimeS * 1000),
  }
  await asPlatform(db, (trx) =>
    trx
      .insertInto('oidc_entries')
      .values({ kind, id, ...row })
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(row))
      .execute(),
  )
}

/** What is kept under a name and has not expired. */
export async function findEntry(db: Kysely<Schema>, kind: string, id: string): Promise<Record<string, unknown> | undefined> {
  const row = await asPlatform(db, (trx) =>
    trx.selectFrom('oidc_entries').select('payload').where('kind', '=', kind).where('id', '=', id).where('expires_at', '>', new Date()).executeTakeFirst(),
  )
  return row?.payload
}

/** Takes something away for good. Of several who ask at once, one gets it. */
export async function takeEntry(db: Kysely<Schema>, kind: string, id: string): Promise<Record<string, unknown> | undefined> {
  const row = await asPlatform(db, (trx) =>
    trx.deleteFrom('oidc_entries').where('kind', '=', kind).where('id', '=', id).returning(['payload', 'expires_at']).executeTakeFirst(),
  )
  return row && row.expires_at > new Date() ? row.payload : undefined
}

/** Deletes what has expired. */
export const sweepEntries = (db: Kysely<Schema>) => asPlatform(db, (trx) => trx.deleteFrom('oidc_entries').where('expires_at', '<', new Date()).execute())

/** Ends every code and token of a grant, and the grant. */
export const dropGrant = (db: Kysely<Schema>, grantId: string) =>
  asPlatform(db, (trx) =>
    trx
      .deleteFrom('oidc_entries')
      .where((is) => is.or([is('grant_id', '=', grantId), is.and([is('kind', '=', 'Grant'), is('id', '=', grantId)])]))
      .execute(),
  )

/**
 * The authorization server's storage.
 * @param findClient Clients are not kept among the rest: vendors' ones come from the registry.
 */
export function entriesAdapter(db: Kysely<Schema>, findClient: (clientId: string) => Promise<AdapterPayload | undefined>): (kind: string) => Adapter {
  return (kind) => ({
    upsert: (id, payload, expiresIn) => putEntry(db, kind, id, payload, expiresIn || DEFAULT_LIFETIME_S),
    find: (id) => (kind === 'Client' ? findClient(id) : findEntry(db, kind, id)),
    async findByUserCode() {},
    async findByUid(uid) {
      const row = await asPlatform(db, (trx) =>
        trx
          .selectFrom('oidc_entries')
          .select('payload')
          .where('kind', '=', kind)
          .where('uid', '=', uid)
          .where('expires_at', '>', new Date())
          .executeTakeFirst(),
      )
      return row?.payload
    },
    async consume(id) {
      await asPlatform(db, async (trx) => {
        const row = await trx.selectFrom('oidc_entries').select('payload').where('kind', '=', kind).where('id', '=', id).forUpdate().executeTakeFirst()
        if (!row) return
        const payload = JSON.stringify({ ...row.payload, consumed: Math.floor(Date.now() / 1000) })
        await trx.updateTable('oidc_entries').set({ payload }).where('kind', '=', kind).where('id', '=', id).execute()
      })
    },
    async destroy(id) {
      await takeEntry(db, kind, id)
    },
    async revokeByGrantId(grantId) {
      await asPlatform(db, (trx) => trx.deleteFrom('oidc_entries').where('kind', '=', kind).where('grant_id', '=', grantId).execute())
    },
  })
}
