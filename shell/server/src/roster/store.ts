import type { Kysely } from 'kysely'
import { asPerson, asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { hashPersonKey } from './person-keys.ts'
import { personFrom, type RosterPerson } from './person.ts'

export { contextsOf } from './contexts.ts'
export { importRoster } from './import.ts'
export type { RosterPerson } from './person.ts'

/** The person whom an identity provider knows by this key, or `null`. */
export async function personByKey(db: Kysely<Schema>, keyHash: string, scheme: string, value: string): Promise<string | null> {
  const hash = hashPersonKey(keyHash, scheme, value)
  const row = await asPlatform(db, (trx) =>
    trx.selectFrom('person_keys').select('person_id').where('scheme', '=', scheme).where('hash', '=', hash).executeTakeFirst(),
  )
  return row?.person_id ?? null
}

/** A person of the roster, or `null` where the roster no longer has them. */
export async function personById(db: Kysely<Schema>, id: string): Promise<RosterPerson | null> {
  const row = await asPerson(db, id, (trx) => trx.selectFrom('persons').selectAll().where('id', '=', id).executeTakeFirst())
  return row ? personFrom(row) : null
}
