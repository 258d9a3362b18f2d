import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { Kysely } from 'kysely'
import { Secrets } from './config.ts'
import { asPlatform } from './db/scope.ts'
import type { Schema } from './db/schema.ts'

async function makeSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' }
  const bytes = () => randomBytes(32).toString('base64')
  return Secrets.parse({ cookieKeys: [bytes()], jwks: { keys: [key] }, pairwise: bytes(), keyHash: bytes() })
}

/** The platform's own keys: made at the first start, kept in the database, the same on every instance. */
export async function keptSecrets(db: Kysely<Schema>): Promise<Secrets> {
  const made = await makeSecrets()
  return asPlatform(db, async (trx) => {
    // The first of several instances wins; the others read what it wrote.
    await trx
      .insertInto('secrets')
      .values({ name: 'platform', value: JSON.stringify(made) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const { value } = await trx.selectFrom('secrets').select('value').where('name', '=', 'platform').executeTakeFirstOrThrow()
    return Secrets.parse(value)
  })
}
