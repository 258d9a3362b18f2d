import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { DigiOneError } from '@digione/contracts'

/** The path of one of PostgreSQL's programs; `null` where this machine has none. */
export type FindProgram = (name: 'pg_dump' | 'pg_restore') => string | null

/** @throws {DigiOneError} BACKUP_REFUSED where it is not there. */
export function programOf(find: FindProgram, name: 'pg_dump' | 'pg_restore'): string {
  const path = find(name)
  if (path) return path
  throw new DigiOneError(
    'BACKUP_REFUSED',
    `There is no ${name} on this machine`,
    "Install PostgreSQL's client programs, of the server's version or a newer one (Debian: apt-get install postgresql-client, macOS: brew install libpq)",
  )
}

/** How the programs reach a database. Everybody on a machine sees the arguments, so the password goes by the environment. */
export function targetOf(url: string): { target: string; env: NodeJS.ProcessEnv } {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  return { target: address.href, env: { ...process.env, ...(password ? { PGPASSWORD: password } : {}) } }
}

/**
 * Runs one to its end.
 * @param onLine Hears what it writes, line by line.
 * @throws {DigiOneError} BACKUP_REFUSED with the program's own words.
 */
export async function runProgram(path: string, args: readonly string[], env: NodeJS.ProcessEnv, onLine: (line: string) => void = () => {}): Promise<void> {
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  child.stderr.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-2000)))
  const ended = new Promise<number>((tell, fail) => {
    child.once('error', fail)
    child.once('close', (code) => tell(code ?? 1))
  })
  for await (const line of createInterface({ input: child.stdout })) onLine(line)
  if ((await ended) !== 0) throw new DigiOneError('BACKUP_REFUSED', `${path} failed: ${words.trim()}`, 'Correct what it names, and try it again')
}
