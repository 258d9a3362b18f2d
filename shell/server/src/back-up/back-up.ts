import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DigiOneError } from '@digione/contracts'
import type { Config } from '../config.ts'
import type { Contents } from './contents.ts'
import { backUpFolder, restoreFolder } from './embedded.ts'
import { backUpPostgres, restorePostgres } from './postgres.ts'
import type { FindProgram } from './programs.ts'

export interface BackUpOptions {
  readonly database: Config['database']
  /** Where the back-up is, or is to be; absolute. */
  readonly file: string
  /** Finds PostgreSQL's programs. */
  readonly find: FindProgram
}
export interface RestoreOptions extends BackUpOptions {
  /** Whether what the database holds may be lost. */
  readonly replace: boolean
}

type Kind = 'embedded' | 'PostgreSQL'

/** By the first bytes: of a gzip file, as the embedded database writes it, or of PostgreSQL's own archive. */
function kindOf(file: string): Kind | null {
  const head = Buffer.alloc(5)
  const opened = openSync(file, 'r')
  readSync(opened, head, 0, 5, 0)
  closeSync(opened)
  if (head.toString('latin1') === 'PGDMP') return 'PostgreSQL'
  return head[0] === 0x1f && head[1] === 0x8b ? 'embedded' : null
}

/**
 * Writes everything that the platform keeps into one file: people, decisions, releases, the audit, and the keys.
 *
 * The file is there once it has been read back, or not at all.
 * @returns What it holds.
 * @throws {DigiOneError} BACKUP_REFUSED, DATABASE_IN_USE
 */
export async function backUp({ database, file, find }: BackUpOptions): Promise<Contents> {
  if (existsSync(file)) throw new DigiOneError('BACKUP_REFUSED', `${file} is there already`, 'Name another file: a back-up overwrites none')
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.unfinished`
  try {
    // Made first, so that whatever is written into it is for this user's eyes alone.
    closeSync(openSync(unfinished, 'w', 0o600))
    const contents = 'url' in database ? await backUpPostgres(database.url, unfinished, find) : await backUpFolder(database.folder, unfinished)
    renameSync(unfinished, file)
    return contents
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/**
 * Brings a database to what a back-up of it held. Log-ins are not brought back: everybody logs in anew.
 * @returns What the database holds now; compare it with what the back-up told.
 * @throws {DigiOneError} BACKUP_REFUSED, DATABASE_IN_USE
 */
export async function restore({ database, file, find, replace }: RestoreOptions): Promise<Contents> {
  if (!existsSync(file)) throw new DigiOneError('BACKUP_REFUSED', `There is no ${file}`, 'Name a file that "npm run backup" wrote')
  const kind = kindOf(file)
  const wanted: Kind = 'url' in database ? 'PostgreSQL' : 'embedded'
  if (kind === null) throw new DigiOneError('BACKUP_REFUSED', `${file} is no back-up`, 'Name a file that "npm run backup" wrote')
  if (kind !== wanted)
    throw new DigiOneError(
      'BACKUP_REFUSED',
      `${file} is a back-up of ${kind === 'embedded' ? 'an embedded database' : 'PostgreSQL'}`,
      kind === 'embedded' ? 'Leave DATABASE_URL out' : 'Name the database in DATABASE_URL',
    )
  return 'url' in database ? restorePostgres(file, database.url, find, { replace }) : restoreFolder(file, database.folder, { replace })
}
