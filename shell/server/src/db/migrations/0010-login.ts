import { type Kysely, sql } from 'kysely'
import { platformOnly } from '../policies.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('oidc_entries')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('payload', 'jsonb', (column) => column.notNull())
    .addColumn('grant_id', 'text')
    .addColumn('uid', 'text')
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('oidc_entries_key', ['kind', 'id'])
    .execute()
  await db.schema.createIndex('oidc_entries_grant').on('oidc_entries').column('grant_id').execute()
  await db.schema.createIndex('oidc_entries_expiry').on('oidc_entries').column('expires_at').execute()
  await db.schema
    .createTable('login_sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'uuid', (column) => column.notNull())
    .addColumn('ways', 'jsonb', (column) => column.notNull())
    .addColumn('started_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('active_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('ended_at', 'timestamptz')
    .execute()
  await db.schema.createIndex('login_sessions_person').on('login_sessions').column('person_id').execute()
  await platformOnly(db, 'oidc_entries')
  await platformOnly(db, 'login_sessions')
}
