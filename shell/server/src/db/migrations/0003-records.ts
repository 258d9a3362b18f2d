import { type Kysely, sql } from 'kysely'
import { APP_ROLE, MUNICIPALITY, PLATFORM, platformOnly, protect } from '../policies.ts'

/** What happened: the audit, the events, feedback, and the platform's own keys. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create table audit (
    chain text not null, municipality text references municipalities, seq integer not null, at text not null, actor_person uuid, actor_role text not null,
    action text not null, details jsonb not null, previous text not null, hash text not null, primary key (chain, seq))`)
  await run(`create function audit_is_append_only() returns trigger language plpgsql as $$ begin raise exception 'the audit is append-only'; end $$`)
  await run('create trigger audit_append_only before update or delete or truncate on audit for each statement execute function audit_is_append_only()')
  await run(`create table events (
    seq bigint generated always as identity primary key, source text not null, id text not null, municipality text not null references municipalities,
    school_id text not null, group_id text, learner_id uuid, type text not null, matter text, time text not null, data jsonb not null,
    received_at timestamptz not null default now(), unique (source, id))`)
  await run(
    'create table feedback (reference text primary key, kind text not null, text text not null, page text not null, email text, received_at timestamptz not null default now(), due date not null)',
  )
  await run('create table secrets (name text primary key, value jsonb not null)')

  const here = `municipality = ${MUNICIPALITY}`
  await protect(db, 'audit', { read: `${PLATFORM} or ${here}`, write: `${PLATFORM} or ${here}`, grant: 'select, insert' })
  await protect(db, 'events', { read: `${PLATFORM} or ${here}`, write: `${PLATFORM} or ${here}` })
  await platformOnly(db, 'feedback')
  await platformOnly(db, 'secrets')
  await run(`grant usage on all sequences in schema public to ${APP_ROLE}`)
}
