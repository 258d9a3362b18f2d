import { type Kysely, sql } from 'kysely'
import { MUNICIPALITY, PLATFORM, platformOnly, protect } from '../policies.ts'

/** What municipalities plan and have made of it, how they decide, and until when the beginnings and ends of rules have been told of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`create table changes (
    id uuid primary key, municipality text not null references municipalities, number integer not null, state text not null, decisions jsonb not null,
    four_eyes boolean, reverts uuid references changes, note text not null default '', revision integer not null default 1, base integer not null,
    created_by uuid, created_at timestamptz not null, edited_by uuid, edited_at timestamptz not null, sent_back jsonb,
    made_by uuid, made_at timestamptz, made_number integer, added text[] not null default '{}', ended jsonb not null default '[]',
    unique (municipality, number), unique (municipality, made_number))`)
  await run('create table municipality_policies (municipality text primary key references municipalities, four_eyes boolean not null)')
  await run('create table turns (id integer primary key check (id = 1), told_until timestamptz not null)')
  await run('create index rules_from_at on rules (from_at)')
  await run('create index rules_until_at on rules (until_at)')
  const here = `municipality = ${MUNICIPALITY}`
  for (const table of ['changes', 'municipality_policies']) await protect(db, table, { read: `${PLATFORM} or ${here}`, write: `${PLATFORM} or ${here}` })
  await platformOnly(db, 'turns')
}
