import { DigiOneError, type VendorKey } from '@digione/contracts'
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { record } from '../audit/store.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

export interface KnownKey {
  readonly thumbprint: string
  readonly jwk: VendorKey
  readonly addedAt: Date
  readonly revokedAt: Date | null
}

/** Every key that a vendor has or had, the oldest first. */
export async function keysOf(db: Kysely<Schema>, vendor: string): Promise<KnownKey[]> {
  const rows = await asPlatform(db, (trx) => trx.selectFrom('vendor_keys').selectAll().where('vendor', '=', vendor).orderBy('added_at').execute())
  return rows.map(({ thumbprint, jwk, added_at, revoked_at }) => ({ thumbprint, jwk, addedAt: added_at, revokedAt: revoked_at }))
}

/** What somebody signed, which may be anything; `null` where it is no JSON. */
export function jsonIn(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload))
  } catch {
    return null
  }
}

const Endorsement = z.object({ add: z.string() })

/** Whether a key that the vendor has vouches for a new one. */
async function isEndorsed(endorsement: string, by: readonly KnownKey[], thumbprint: string): Promise<boolean> {
  for (const { jwk } of by) {
    const verified = await compactVerify(endorsement, await importJWK(jwk, 'Ed25519'), { algorithms: ['Ed25519'] }).catch(() => null)
    const payload = verified && jsonIn(verified.payload)
    if (Endorsement.safeParse(payload).data?.add === thumbprint) return true
  }
  return false
}

/**
 * Takes a key that a vendor will sign releases with. The first one comes with the client's secret alone; from then on somebody
 * who got hold of the secret can't publish, since every further key needs the word of one that is there.
 * @returns Its thumbprint. The same key again changes nothing.
 * @throws {DigiOneError} NOT_ALLOWED
 */
export async function addKey(
  db: Kysely<Schema>,
  { vendor, client, jwk, endorsement }: { vendor: string; client: string; jwk: VendorKey; endorsement: string | null },
): Promise<string> {
  const thumbprint = await calculateJwkThumbprint(jwk)
  const known = await keysOf(db, vendor)
  const same = known.find((one) => one.thumbprint === thumbprint)
  if (same?.revokedAt) throw new DigiOneError('NOT_ALLOWED', client, `use the key ${thumbprint}, which was revoked`)
  if (same) return thumbprint
  if (
    known.length > 0 &&
    !(await isEndorsed(
      endorsement ?? '',
      known.filter(({ revokedAt }) => revokedAt === null),
      thumbprint,
    ))
  )
    throw new DigiOneError('NOT_ALLOWED', client, 'add a key without the word of one that the vendor has')
  await asPlatform(db, async (trx) => {
    const added = await trx
      .insertInto('vendor_keys')
      .values({ thumbprint, vendor, jwk: JSON.stringify(jwk), added_at: new Date(), added_by: client, revoked_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .returning('thumbprint')
      .executeTakeFirst()
    if (!added) {
      // Another process of this vendor was quicker, or it is somebody else's.
      const { vendor: owner } = await trx.selectFrom('vendor_keys').select('vendor').where('thumbprint', '=', thumbprint).executeTakeFirstOrThrow()
      if (owner !== vendor) throw new DigiOneError('NOT_ALLOWED', client, 'use a key that another vendor has')
      return
    }
    await record(trx, null, { person: null, role: 'vendor' }, 'key.added', { vendor, client, key: thumbprint })
  })
  return thumbprint
}

/** Takes no further release with this key. What was published with it stays. @throws {DigiOneError} NOT_FOUND */
export async function revokeKey(db: Kysely<Schema>, { vendor, client, thumbprint }: { vendor: string; client: string; thumbprint: string }): Promise<void> {
  await asPlatform(db, async (trx) => {
    const revoked = await trx
      .updateTable('vendor_keys')
      .set({ revoked_at: new Date() })
      .where('thumbprint', '=', thumbprint)
      .where('vendor', '=', vendor)
      .where('revoked_at', 'is', null)
      .returning('thumbprint')
      .executeTakeFirst()
    if (!revoked) throw new DigiOneError('NOT_FOUND', 'such key in use')
    await record(trx, null, { person: null, role: 'vendor' }, 'key.revoked', { vendor, client, key: thumbprint })
  })
}
