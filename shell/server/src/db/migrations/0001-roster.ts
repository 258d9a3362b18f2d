import { type Kysely, sql } from 'kysely'
import { MUNICIPALITY, OWN_CHILDREN, PERSON, PLATFORM, platformOnly, protect } from '../policies.ts'

/** Municipalities, schools, people and what ties them together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`create table municipalities (
    slug text primary key, kind text not null, code text, oid text not null, name jsonb not null, languages text[] not null,
    brand text not null, contact jsonb not null, version integer not null default 1)`)
  await run(`create table schools (
    id text primary key, municipality text not null references municipalities, number text not null, name jsonb not null,
    language text not null, levels text[] not null, type text not null, bells jsonb not null)`)
  await run(`create table persons (
    id uuid primary key, learner_number text, family_name text not null, given_name text not null, calling_name text not null,
    language text not null, non_disclosure text not null)`)
  await run('create table person_keys (scheme text, hash text, person_id uuid not null references persons on delete cascade, primary key (scheme, hash))')
  await run(
    'create table presences (person_id uuid references persons on delete cascade, municipality text references municipalities, primary key (person_id, municipality))',
  )
  await run(`create table groups (
    id uuid primary key, municipality text not null references municipalities, school_id text not null references schools, kind text not null,
    name text not null, grade integer, level text not null, subject text, periods text[] not null, room text, term_from date not null, term_until date not null)`)
  await run(`create table enrolments (
    person_id uuid not null references persons on delete cascade, group_id uuid not null references groups on delete cascade,
    municipality text not null references municipalities, role text not null, from_day date not null, until_day date)`)
  await run(`create table affiliations (
    person_id uuid not null references persons on delete cascade, municipality text not null references municipalities, school_id text references schools,
    role text not null, level text, state text, from_day date not null, until_day date)`)
  await run(`create table guardianships (
    guardian_id uuid not null references persons on delete cascade, learner_id uuid not null references persons on delete cascade,
    matters text[] not null, from_day date not null, until_day date)`)
  await run('create table roster_imports (hash text primary key, at timestamptz not null default now())')
  for (const [table, columns] of [
    ['schools', 'municipality'],
    ['presences', 'municipality'],
    ['groups', 'school_id'],
    ['enrolments', 'person_id'],
    ['enrolments', 'group_id'],
    ['affiliations', 'person_id'],
    ['affiliations', 'school_id'],
    ['guardianships', 'guardian_id'],
    ['guardianships', 'learner_id'],
  ] as const) {
    await run(`create index ${table}_${columns} on ${table} (${columns})`)
  }

  const here = `municipality = ${MUNICIPALITY}`
  // The directory of municipalities is public; everything about people is not.
  await protect(db, 'municipalities', { read: 'true', write: `${PLATFORM} or slug = ${MUNICIPALITY}` })
  await protect(db, 'affiliations', { read: `${PLATFORM} or ${here} or person_id = ${PERSON} or person_id in (${OWN_CHILDREN})` })
  await protect(db, 'enrolments', { read: `${PLATFORM} or ${here} or person_id = ${PERSON} or person_id in (${OWN_CHILDREN})` })
  await protect(db, 'presences', { read: `${PLATFORM} or ${here} or person_id = ${PERSON}` })
  await protect(db, 'guardianships', {
    read: `${PLATFORM} or guardian_id = ${PERSON} or learner_id in (select person_id from presences where municipality = ${MUNICIPALITY})`,
  })
  await protect(db, 'persons', {
    read: `${PLATFORM} or id = ${PERSON} or id in (${OWN_CHILDREN}) or id in (select person_id from presences where municipality = ${MUNICIPALITY})`,
  })
  await protect(db, 'schools', { read: `${PLATFORM} or ${here} or (${PERSON} is not null and id in (select school_id from affiliations))` })
  await protect(db, 'groups', { read: `${PLATFORM} or ${here} or (${PERSON} is not null and id in (select group_id from enrolments))` })
  await platformOnly(db, 'person_keys')
  await platformOnly(db, 'roster_imports')
}
