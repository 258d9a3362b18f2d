import { type Kysely, sql } from 'kysely'
import { platformOnly } from '../policies.ts'

/** Who works for a vendor: by what an identity provider knows a person, as the roster does, so that a new roster leaves it as it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table vendor_people (vendor text not null references vendors, scheme text not null, hash text not null, primary key (vendor, scheme, hash))`.execute(
    db,
  )
  await platformOnly(db, 'vendor_people')
}
