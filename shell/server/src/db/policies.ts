import { type Kysely, sql } from 'kysely'

/** The role that every transaction takes, so that row-level security holds even where the connection's own user is a superuser. */
export const APP_ROLE = 'digione_app'

/** The municipality that a transaction works for. Null outside of `inMunicipality`. */
export const MUNICIPALITY = "nullif(current_setting('app.municipality', true), '')"
/** The person whose own rows a transaction reads. Null outside of `asPerson`. */
export const PERSON = "nullif(current_setting('app.person', true), '')::uuid"
/** Whether a transaction works for the platform as a whole. */
export const PLATFORM = "coalesce(current_setting('app.platform', true), '') = 'on'"
/** The learners whose guardian the transaction's person is. */
export const OWN_CHILDREN = `select learner_id from guardianships where guardian_id = ${PERSON}`

export interface Policy {
  /** SQL condition of the rows that may be read. */
  readonly read: string
  /** SQL condition of the rows that may be written. @default the platform only */
  readonly write?: string
  /** @default all four */
  readonly grant?: string
}

/** Grants a table to the application's role and keeps its rows apart. */
export async function protect(db: Kysely<unknown>, table: string, { read, write = PLATFORM, grant = 'select, insert, update, delete' }: Policy): Promise<void> {
  await sql.raw(`grant ${grant} on ${table} to ${APP_ROLE}`).execute(db)
  await sql.raw(`alter table ${table} enable row level security`).execute(db)
  await sql.raw(`alter table ${table} force row level security`).execute(db)
  await sql.raw(`create policy ${table}_read on ${table} for select to ${APP_ROLE} using (${read})`).execute(db)
  await sql.raw(`create policy ${table}_insert on ${table} for insert to ${APP_ROLE} with check (${write})`).execute(db)
  await sql.raw(`create policy ${table}_update on ${table} for update to ${APP_ROLE} using (${write}) with check (${write})`).execute(db)
  await sql.raw(`create policy ${table}_delete on ${table} for delete to ${APP_ROLE} using (${write})`).execute(db)
}

/** A table that only the platform itself reads and writes. */
export const platformOnly = (db: Kysely<unknown>, table: string) => protect(db, table, { read: PLATFORM })
