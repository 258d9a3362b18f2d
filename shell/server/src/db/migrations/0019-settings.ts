import { type Kysely, sql } from 'kysely'
import { APP_ROLE, MUNICIPALITY, PLATFORM, protect } from '../policies.ts'

/** What was set of modules, one row for each time: the last one of a place holds. Also of a school, and, by the operator, of the country. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run('alter table module_settings drop constraint module_settings_pkey, alter column municipality drop not null')
  await run(`alter table module_settings add column school_id text, add column revision integer not null default 1, add column reverts integer,
    add column decided_by uuid, add column decided_at timestamptz not null default now()`)
  await run(`create unique index module_settings_revision on module_settings (module, coalesce(municipality, ''), coalesce(school_id, ''), revision)`)
  for (const command of ['read', 'insert', 'update', 'delete']) await run(`drop policy module_settings_${command} on module_settings`)
  // What was set once stays told.
  await run(`revoke update, delete on module_settings from ${APP_ROLE}`)
  const here = `municipality = ${MUNICIPALITY}`
  await protect(db, 'module_settings', {
    read: `${PLATFORM} or municipality is null or ${here}`,
    write: `${PLATFORM} or ${here}`,
    grant: 'select, insert',
  })
}
