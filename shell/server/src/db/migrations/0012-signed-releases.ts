import { type Kysely, sql } from 'kysely'
import { platformOnly } from '../policies.ts'

/**
 * Releases carry their vendor's signature, a place in the module's sequence, and the platform's seal; they can be withdrawn.
 *
 * What was published before has no signature and none can be made for it: it is published again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run('delete from channel_heads')
  await run('delete from releases')
  await run('delete from blobs')
  await run(`alter table releases drop column signature,
    add column sequence integer not null, add column statement text not null, add column seal jsonb not null,
    add column yanked_at timestamptz, add column yanked_reason text, add constraint releases_sequence unique (module, sequence)`)
  await run(`create table vendor_keys (
    thumbprint text primary key, vendor text not null references vendors, jwk jsonb not null, added_at timestamptz not null, added_by text not null,
    revoked_at timestamptz)`)
  await platformOnly(db, 'vendor_keys')
}
