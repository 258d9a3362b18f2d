import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as roster from './migrations/0001-roster.ts'
import * as modules from './migrations/0002-modules.ts'
import * as records from './migrations/0003-records.ts'
import * as login from './migrations/0010-login.ts'
import * as ownRows from './migrations/0011-own-rows.ts'
import * as signedReleases from './migrations/0012-signed-releases.ts'
import * as framedModules from './migrations/0013-framed-modules.ts'
import * as changes from './migrations/0014-changes.ts'
import * as stops from './migrations/0015-stops.ts'
import * as vendorPeople from './migrations/0016-vendor-people.ts'
import * as acceptances from './migrations/0017-acceptances.ts'
import * as released from './migrations/0018-released.ts'
import * as settings from './migrations/0019-settings.ts'
import type { Schema } from './schema.ts'

/** Every migration, in order. Listed rather than read from the disk, so that a bundle has them too. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-roster': roster,
  '0002-modules': modules,
  '0003-records': records,
  '0010-login': login,
  '0011-own-rows': ownRows,
  '0012-signed-releases': signedReleases,
  '0013-framed-modules': framedModules,
  '0014-changes': changes,
  '0015-stops': stops,
  '0016-vendor-people': vendorPeople,
  '0017-acceptances': acceptances,
  '0018-released': released,
  '0019-settings': settings,
}

/** Brings the database's tables to the present. Safe where several instances start at once. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
