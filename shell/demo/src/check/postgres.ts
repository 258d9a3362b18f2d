import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort } from '../start/backends.ts'
import { run } from '../start/run.ts'
import { canInstall, findProgram, install, versionFolders } from './programs.ts'

const folders = () => [
  ...versionFolders('/usr/lib/postgresql', 'bin'),
  ...versionFolders('/usr/local/lib/postgresql', 'bin'),
  '/opt/homebrew/bin',
  '/usr/local/opt/postgresql/bin',
]
const found = () => findProgram(['initdb'], folders())

/** One of PostgreSQL's programs, wherever this machine keeps them; `null` where it has none. */
export const findPostgresProgram = (name: string) => findProgram([name], folders())

/**
 * The folder of PostgreSQL's programs, installed now where there are none.
 * @throws {Error} where they can't be installed.
 */
export async function findPostgres(): Promise<string> {
  const there = found()
  // A link beside other programs may lead to a folder that has them all.
  if (there) return dirname(realpathSync(there))
  if (!canInstall())
    throw new Error(
      'There is no PostgreSQL here. Install it (Debian: apt-get install postgresql, macOS: brew install postgresql), so that initdb and postgres are found.',
    )
  await install('postgresql')
  const installed = found()
  if (!installed) throw new Error('PostgreSQL was installed, and initdb still is not found.')
  return dirname(realpathSync(installed))
}

export interface TestDatabase {
  /** Of a user that is no superuser and may take the role `digione_app`, as in production. */
  readonly url: string
  /** The process that all others of it descend from. */
  readonly pid: number
  /** Ends every connection, and comes back on the same port with the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
async function unprivileged(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const idOf = async (what: string, user: string) => Number((await run('id', [what, user])).output)
  const user = (await run('id', ['-u', 'postgres'])).code === 0 ? 'postgres' : 'nobody'
  return { uid: await idOf('-u', user), gid: await idOf('-g', user) }
}

const SETUP = [
  'CREATE ROLE digione_app NOLOGIN',
  'CREATE ROLE digione LOGIN createrole CREATEDB',
  'GRANT digione_app TO digione',
  'CREATE DATABASE digione OWNER digione',
]

/**
 * Starts a PostgreSQL of its own on a free port, with nothing in it, gone when it is stopped.
 * @param more Settings of its own, such as `fsync=on`: tests are quicker without.
 */
export async function startPostgres(bin: string, more: readonly string[] = []): Promise<TestDatabase> {
  const user = await unprivileged()
  const data = mkdtempSync(join(tmpdir(), 'digione-postgres-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(data, user.uid, user.gid)
  const options = { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
  const remove = () => rmSync(data, { recursive: true, force: true })

  const made = await run(join(bin, 'initdb'), ['-D', data, '-U', 'owner', '--auth=trust', '--encoding=UTF8', '--no-sync'], options)
  if (made.code !== 0) {
    remove()
    throw new Error(`initdb failed.\n${made.output.trim()}`)
  }
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, 'fsync=off', 'max_connections=200', ...more]
  let words = ''
  function start(): ChildProcess {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr?.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-2000)))
    return child
  }
  let server = start()
  async function end(): Promise<void> {
    const ended = new Promise((tell) => server.once('exit', tell))
    // SIGINT is PostgreSQL's fast shutdown.
    if (server.exitCode === null && server.kill('SIGINT')) await ended
  }
  async function stop(): Promise<void> {
    await end()
    remove()
  }

  const psql = (statement: string) =>
    run(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'owner', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-c', statement], options)
  async function untilUp(): Promise<void> {
    const until = Date.now() + 20_000
    while ((await psql('SELECT 1')).code !== 0) {
      if (Date.now() > until || server.exitCode !== null) {
        await stop()
        throw new Error(`PostgreSQL did not come up.\n${words}`)
      }
      await new Promise((tell) => setTimeout(tell, 100))
    }
  }
  await untilUp()
  for (const statement of SETUP) {
    const { code, output } = await psql(statement)
    if (code !== 0) {
      await stop()
      throw new Error(`${statement}: ${output}`)
    }
  }
  return {
    url: `postgres://digione@127.0.0.1:${port}/digione`,
    get pid() {
      return server.pid ?? 0
    },
    async restart() {
      await end()
      server = start()
      await untilUp()
    },
    stop,
  }
}
