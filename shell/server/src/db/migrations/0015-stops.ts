import { type Kysely, sql } from 'kysely'
import { MUNICIPALITY, PLATFORM, protect } from '../policies.ts'

/** Modules that were stopped at once, whatever was decided of them: in one municipality, or, by the operator, in every one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`create table stops (
    id uuid primary key, module text not null, municipality text references municipalities, reason jsonb not null, stopped_by uuid,
    stopped_at timestamptz not null default now(), ended_by uuid, ended_at timestamptz)`)
  await run(`create unique index stops_place on stops (module, coalesce(municipality, '')) where ended_at is null`)
  const here = `municipality = ${MUNICIPALITY}`
  await protect(db, 'stops', { read: `${PLATFORM} or municipality is null or ${here}`, write: `${PLATFORM} or ${here}` })
}
