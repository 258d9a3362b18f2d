import { type Kysely, sql } from 'kysely'
import { APP_ROLE, MUNICIPALITY, PLATFORM, platformOnly, protect } from '../policies.ts'

/** What vendors ship and what municipalities decided. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run('create table vendors (id text primary key, name text not null, modules text[] not null)')
  await run(
    'create table vendor_clients (client_id text primary key, vendor text not null references vendors, module text, scopes text[] not null, secret_hash text not null)',
  )
  await run(`create table releases (
    id text primary key, module text not null, version text not null, channel text not null, manifest jsonb not null, files jsonb not null, entry jsonb,
    published_at timestamptz not null, published_by text not null, signature text not null, unique (module, version))`)
  await run('create table blobs (integrity text primary key, bytes integer not null, brotli bytea not null)')
  await run('create table channel_heads (module text, channel text, release text not null references releases, primary key (module, channel))')
  await run('create table bindings (module text not null, api text not null, municipality text references municipalities, origin text not null)')
  await run(`create unique index bindings_place on bindings (module, api, coalesce(municipality, ''))`)
  await run(`create table rules (
    id text primary key, module text not null, effect text not null, municipality text references municipalities, school_id text, role text, level text,
    group_id text, release jsonb not null, percentage double precision not null, from_at timestamptz not null, until_at timestamptz,
    sequence bigint generated always as identity, decided_by uuid, decided_at timestamptz not null default now())`)
  await run('create index rules_municipality on rules (municipality)')
  await run(
    'create table module_settings (module text, municipality text references municipalities, settings jsonb not null, primary key (module, municipality))',
  )

  // What the registry holds is shown to everybody whose page needs it; only the platform writes there.
  for (const table of ['releases', 'blobs', 'channel_heads']) await protect(db, table, { read: 'true' })
  await platformOnly(db, 'vendors')
  await platformOnly(db, 'vendor_clients')
  const here = `municipality = ${MUNICIPALITY}`
  await protect(db, 'bindings', { read: `${PLATFORM} or municipality is null or ${here}` })
  await protect(db, 'rules', { read: `${PLATFORM} or municipality is null or ${here}`, write: `${PLATFORM} or ${here}` })
  await protect(db, 'module_settings', { read: `${PLATFORM} or ${here}`, write: `${PLATFORM} or ${here}` })
  await run(`grant usage on all sequences in schema public to ${APP_ROLE}`)
}
