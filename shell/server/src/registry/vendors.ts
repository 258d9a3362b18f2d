import { createHmac, timingSafeEqual } from 'node:crypto'
import { DigiOneError, ModuleId, VendorKey } from '@digione/contracts'
import { calculateJwkThumbprint } from 'jose'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { hashPersonKey } from '../roster/person-keys.ts'
import { ROSTER_SCOPE } from '../roster/scope.ts'

/** What a vendor's backend or pipeline may be allowed. */
export const CLIENT_SCOPES = [ROSTER_SCOPE, 'events.publish', 'registry.publish'] as const

export const Vendor = z.object({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  /** Modules that the vendor may publish. */
  modules: z.array(ModuleId),
  /** Keys that the operator vouches for, besides those that the vendor registers itself. */
  keys: z.array(VendorKey).default([]),
  /** Those who develop its modules, by what their identity provider knows them by. In a context of the role `vendor` they may try its releases. */
  people: z.array(z.object({ scheme: z.string(), value: z.string() })).default([]),
  clients: z.array(
    z.object({
      clientId: z.string().min(1).max(100),
      secret: z.string().min(16),
      /** The module whose schools the client reads and whose events it publishes. `null`: none, for a publishing pipeline. */
      module: ModuleId.nullable(),
      scopes: z.array(z.enum(['roster.readonly', ...CLIENT_SCOPES])),
    }),
  ),
})
export type Vendor = z.input<typeof Vendor>

export interface VendorClient {
  readonly clientId: string
  readonly vendor: string
  readonly module: string | null
  readonly scopes: string[]
  readonly secretHash: string
}

const hashSecret = (keyHash: string, clientId: string, secret: string) =>
  createHmac('sha256', Buffer.from(keyHash, 'base64')).update(`client\n${clientId}\n${secret}`).digest('hex')

/** Makes a vendor and its clients known, or brings them up to date. @throws {DigiOneError} INPUT_INVALID */
export async function addVendor(db: Kysely<Schema>, keyHash: string, input: Vendor): Promise<void> {
  const parsed = Vendor.safeParse(input)
  if (!parsed.success)
    throw new DigiOneError('INPUT_INVALID', 'The vendor', parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const { id, name, modules, keys, people, clients } = parsed.data
  const thumbprints = await Promise.all(keys.map((jwk) => calculateJwkThumbprint(jwk)))
  await asPlatform(db, async (trx) => {
    await trx
      .insertInto('vendors')
      .values({ id, name, modules })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, modules }))
      .execute()
    for (const [at, jwk] of keys.entries()) {
      await trx
        .insertInto('vendor_keys')
        .values({ thumbprint: thumbprints[at] ?? '', vendor: id, jwk: JSON.stringify(jwk), added_at: new Date(), added_by: 'operator' })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    // Whoever is not named any more works for it no longer.
    await trx.deleteFrom('vendor_people').where('vendor', '=', id).execute()
    for (const { scheme, value } of people)
      await trx
        .insertInto('vendor_people')
        .values({ vendor: id, scheme, hash: hashPersonKey(keyHash, scheme, value) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    for (const { clientId, secret, module, scopes } of clients) {
      const row = {
        vendor: id,
        module,
        scopes: scopes.map((scope) => (scope === 'roster.readonly' ? ROSTER_SCOPE : scope)),
        secret_hash: hashSecret(keyHash, clientId, secret),
      }
      await trx
        .insertInto('vendor_clients')
        .values({ client_id: clientId, ...row })
        .onConflict((conflict) => conflict.column('client_id').doUpdateSet(row))
        .execute()
    }
  })
}

/** A vendor's client, or `null`. */
export async function vendorClient(db: Kysely<Schema>, clientId: string): Promise<VendorClient | null> {
  const row = await asPlatform(db, (trx) => trx.selectFrom('vendor_clients').selectAll().where('client_id', '=', clientId).executeTakeFirst())
  return row ? { clientId: row.client_id, vendor: row.vendor, module: row.module, scopes: row.scopes, secretHash: row.secret_hash } : null
}

/** Whether a secret is the client's, in constant time. */
export function secretHolds(keyHash: string, client: VendorClient, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(keyHash, client.clientId, secret), 'hex'), Buffer.from(client.secretHash, 'hex'))
}

/** Modules that a vendor may publish. */
export async function modulesOfVendor(db: Kysely<Schema>, vendor: string): Promise<string[]> {
  const row = await asPlatform(db, (trx) => trx.selectFrom('vendors').select('modules').where('id', '=', vendor).executeTakeFirst())
  return row?.modules ?? []
}

/** Modules of the vendors that a person works for. */
export async function modulesOfPerson(db: Kysely<Schema>, personId: string): Promise<string[]> {
  const rows = await asPlatform(db, (trx) =>
    trx
      .selectFrom('vendor_people')
      .innerJoin('person_keys', (join) => join.onRef('person_keys.scheme', '=', 'vendor_people.scheme').onRef('person_keys.hash', '=', 'vendor_people.hash'))
      .innerJoin('vendors', 'vendors.id', 'vendor_people.vendor')
      .select('vendors.modules')
      .where('person_keys.person_id', '=', personId)
      .execute(),
  )
  return rows.flatMap(({ modules }) => modules)
}

/** Binds one of a module's APIs to an origin. @param municipality `null`: wherever a municipality has no binding of its own. */
export async function bindApi(
  db: Kysely<Schema>,
  { module, api, municipality, origin }: { module: string; api: string; municipality: string | null; origin: string },
): Promise<void> {
  const url = URL.canParse(origin) ? new URL(origin) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.origin !== origin)
    throw new DigiOneError('INPUT_INVALID', 'The binding', `"${origin}" is not an origin`)
  await asPlatform(db, async (trx) => {
    await trx
      .deleteFrom('bindings')
      .where('module', '=', module)
      .where('api', '=', api)
      .where((is) => (municipality === null ? is('municipality', 'is', null) : is('municipality', '=', municipality)))
      .execute()
    await trx.insertInto('bindings').values({ module, api, municipality, origin }).execute()
  })
}
