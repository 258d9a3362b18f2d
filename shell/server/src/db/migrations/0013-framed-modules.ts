import { type Kysely, sql } from 'kysely'
import { MUNICIPALITY, PLATFORM, protect } from '../policies.ts'

/** Modules that run in a frame whatever their releases say: in one municipality, or, where the operator decided so, in every one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`create table framed_modules (
    module text not null, municipality text references municipalities, decided_by uuid, decided_at timestamptz not null default now())`)
  await run(`create unique index framed_modules_place on framed_modules (module, coalesce(municipality, ''))`)
  const here = `municipality = ${MUNICIPALITY}`
  await protect(db, 'framed_modules', { read: `${PLATFORM} or municipality is null or ${here}`, write: `${PLATFORM} or ${here}` })
}
