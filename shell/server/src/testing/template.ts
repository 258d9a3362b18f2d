import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../db/database.ts'
import { createLog } from '../log.ts'

const SERVER = join(import.meta.dirname, '..', '..')
const CACHE = join(SERVER, '..', '..', 'node_modules', '.cache', 'digione-test-database')

/** Changes with whatever makes the tables, and with the database itself, whose version the lock file has. */
function nameOfPresent(): string {
  const hash = createHash('sha256').update(readFileSync(join(SERVER, '..', '..', 'package-lock.json')))
  for (const file of globSync('src/db/**/*.ts', { cwd: SERVER }).toSorted()) hash.update(readFileSync(join(SERVER, file)))
  return hash.digest('hex').slice(0, 16)
}

/**
 * Makes an embedded database with every table and no row in it.
 *
 * A copy of one that is made once and kept: to make it takes seconds, which tests with a database each would wait for again and again.
 * @param folder Where there is nothing yet.
 */
export async function copyEmptyDatabase(folder: string): Promise<void> {
  const template = join(CACHE, nameOfPresent())
  if (!existsSync(template)) {
    mkdirSync(CACHE, { recursive: true })
    const making = mkdtempSync(join(CACHE, 'making-'))
    const database = await openDatabase({ folder: join(making, 'db') }, createLog('silent'))
    await database.close()
    try {
      renameSync(join(making, 'db'), template)
    } catch (error) {
      // Another worker of the same run was first.
      if (!existsSync(template)) throw error
    } finally {
      rmSync(making, { recursive: true, force: true })
    }
  }
  cpSync(template, folder, { recursive: true })
}
