import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'
import { DigiOneError } from '@digione/contracts'
import { Kysely, PGliteDialect } from 'kysely'
import { pino } from 'pino'
import { openDatabase } from '../db/database.ts'
import { lockFolder } from '../db/lock.ts'
import type { Schema } from '../db/schema.ts'
import { PARSERS } from '../db/types.ts'
import { type Contents, contentsOf, differences, LOG_INS } from './contents.ts'

const holdsDatabase = (folder: string) => existsSync(join(folder, 'PG_VERSION'))

/** Unpacked here: left to the embedded database, a file that breaks off is an error that nobody can catch. */
const unpack = async (file: string) => new Blob([await promisify(gunzip)(readFileSync(file))], { type: 'application/x-tar' })

async function readContents(pglite: PGlite): Promise<Contents> {
  // Not destroyed: that would close the database below.
  return contentsOf(new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) }))
}

/**
 * Writes the whole of an embedded database into a file, and reads it back.
 * @throws {DigiOneError} DATABASE_IN_USE while a server has the folder; BACKUP_REFUSED where there is no database.
 */
export async function backUpFolder(folder: string, file: string): Promise<Contents> {
  if (!holdsDatabase(folder)) throw new DigiOneError('BACKUP_REFUSED', `There is no database in ${folder}`, 'Name the data folder in DIGIONE_DATA')
  const unlock = await lockFolder(folder)
  try {
    const pglite = new PGlite(folder, { parsers: { ...PARSERS } })
    const contents = await readContents(pglite)
    await pglite.exec('checkpoint')
    const dump = await pglite.dumpDataDir('gzip')
    await pglite.close()
    writeFileSync(file, await dump.bytes(), { mode: 0o600 })
    // One that cannot be read is none, and now is when that can still be helped.
    const copy = new PGlite({ loadDataDir: await unpack(file), parsers: { ...PARSERS } })
    const wrong = differences(contents.rows, (await readContents(copy)).rows)
    await copy.close()
    if (wrong.length > 0) throw new DigiOneError('BACKUP_REFUSED', `The back-up does not hold what the database does: ${wrong.join('; ')}`, 'Try it again')
    return contents
  } finally {
    await unlock()
  }
}

/**
 * Makes an embedded database of a back-up. What was in the folder is there until the new one has been opened and read.
 * @throws {DigiOneError} DATABASE_IN_USE while a server has the folder; BACKUP_REFUSED where it holds a database already, or the file is no back-up.
 */
export async function restoreFolder(file: string, folder: string, { replace }: { replace: boolean }): Promise<Contents> {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(folder)
  try {
    if (holdsDatabase(folder) && !replace)
      throw new DigiOneError(
        'BACKUP_REFUSED',
        `${folder} holds a database already`,
        'Name an empty folder in DIGIONE_DATA, or give --replace to lose what is there',
      )
    const fresh = `${folder}.restoring`
    rmSync(fresh, { recursive: true, force: true })
    try {
      const pglite = new PGlite(fresh, { loadDataDir: await unpack(file) })
      for (const table of LOG_INS) await pglite.exec(`delete from ${table}`)
      await pglite.close()
      // As the server will: with the migrations that came since.
      const opened = await openDatabase({ folder: fresh }, pino({ level: 'silent' }))
      const contents = await contentsOf(opened.db)
      await opened.close()
      const before = `${folder}.before`
      rmSync(before, { recursive: true, force: true })
      if (existsSync(folder)) renameSync(folder, before)
      renameSync(fresh, folder)
      rmSync(before, { recursive: true, force: true })
      return contents
    } catch (cause) {
      throw new DigiOneError(
        'BACKUP_REFUSED',
        `${file} could not be restored`,
        'Nothing was changed. Take another back-up, or the version of DigiOne that wrote it',
        {
          cause,
        },
      )
    } finally {
      rmSync(fresh, { recursive: true, force: true })
    }
  } finally {
    await unlock()
  }
}
