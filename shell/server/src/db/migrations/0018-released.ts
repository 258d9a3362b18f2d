import { type Kysely, sql } from 'kysely'
import { MUNICIPALITY, PLATFORM, protect } from '../policies.ts'

/** How much of a municipality's roster modules' backends were given, by month. Counts, and nobody's name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table released (
    municipality text not null references municipalities, module text not null, month text not null, kind text not null,
    answers bigint not null, people bigint not null, last_at timestamptz not null, primary key (municipality, module, month, kind))`.execute(db)
  await protect(db, 'released', { read: `${PLATFORM} or municipality = ${MUNICIPALITY}`, grant: 'select, insert, update' })
}
