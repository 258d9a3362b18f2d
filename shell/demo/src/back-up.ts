import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { backUp, type Contents, restore } from '@digione/shell-server'
import { findPostgresProgram } from './check/postgres.ts'
import { lockData } from './start/data-lock.ts'
import { readSettings, Refusal } from './start/settings.ts'

/** Where the database is that `npm start` would use, and the server by itself. */
function databaseOf({ databaseUrl, data }: { databaseUrl: string | null; data: string }) {
  if (databaseUrl) return { url: databaseUrl }
  return { folder: existsSync(join(data, 'PG_VERSION')) ? data : join(data, 'db') }
}

function describe({ rows, chains }: Contents): string {
  const total = Object.values(rows).reduce((sum, one) => sum + one, 0)
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0)
  return `${total} rows in ${Object.keys(rows).length} tables; ${entries} entries of the audit in ${chains.length} chains`
}

/** @throws {Refusal} naming the first entry of the audit that is not as it was written. */
function judge({ chains }: Contents): void {
  const broken = chains.filter(({ brokenAt }) => brokenAt !== null).map(({ chain, brokenAt }) => `${chain} from its entry ${brokenAt}`)
  if (broken.length > 0) throw new Refusal(`The audit is not as it was written: ${broken.join(', ')}. Somebody changed the database, or the back-up.`)
  process.stdout.write('Every chain of the audit is whole.\n')
}

async function withData<T>(run: (database: ReturnType<typeof databaseOf>) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env, '.data')
  const giveBack = settings.databaseUrl ? () => {} : await lockData(settings.data)
  try {
    return await run(databaseOf(settings))
  } finally {
    giveBack()
  }
}

/** `npm run backup -- <file>` */
export async function backUpCommand(args: readonly string[]): Promise<void> {
  const [file, ...more] = args
  if (!file || file.startsWith('-') || more.length > 0) throw new Refusal('Say where to: npm run backup -- <file>')
  const path = resolve(process.env['INIT_CWD'] ?? '.', file)
  const contents = await withData((database) => backUp({ database, file: path, find: findPostgresProgram }))
  process.stdout.write(`Backed up to ${path} (${(statSync(path).size / 1e6).toFixed(1)} MB): ${describe(contents)}.\n`)
  process.stdout.write('It holds the keys and the data of people: keep it as you keep those.\n')
  judge(contents)
}

/** `npm run restore -- <file> [--replace]` */
export async function restoreCommand(args: readonly string[]): Promise<void> {
  const [file, ...more] = args.filter((arg) => arg !== '--replace')
  if (!file || file.startsWith('-') || more.length > 0) throw new Refusal('Say what from: npm run restore -- <file> [--replace]')
  const path = resolve(process.env['INIT_CWD'] ?? '.', file)
  const contents = await withData((database) => restore({ database, file: path, find: findPostgresProgram, replace: args.includes('--replace') }))
  process.stdout.write(`Restored from ${path}: ${describe(contents)}. Everybody logs in anew.\n`)
  judge(contents)
}
