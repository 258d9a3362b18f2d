import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '@digione/contracts'

/** Where the SDK's templates listen. */
const USUAL_PORT = 4600
const STOP_WITHIN_MS = 2000

/**
 * Where the module's backend listens on this machine: as its manifest's first API says, or as usual.
 *
 * @returns `null` where the manifest has no API of the vendor's, or they all run elsewhere.
 */
export function backendPort(manifest: Manifest): number | null {
  if (manifest.isolation === 'link') return null
  const own = Object.values(manifest.apis).filter(({ platform }) => !platform)
  const here = own
    .map(({ development }) => new URL(development ?? `http://localhost:${USUAL_PORT}`))
    .find(({ hostname }) => /^(.*\.)?localhost$|^127\.0\.0\.1$/.test(hostname))
  return here ? Number(here.port || 80) : null
}

/** The script that starts the backend, or `null`. */
function scriptOf(folder: string): string | null {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return null
  const { scripts = {} } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, string> }
  return scripts['api'] ?? null
}

/** Whether the module has a script that starts its backend. */
export const hasBackendScript = (folder: string): boolean => scriptOf(folder) !== null

export interface Backend {
  /** Whether the script follows changed files by itself, as `node --watch` does. */
  readonly watchesItself: boolean
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Runs `npm run api`, where there is such a script, with what the platform gives a backend in its environment.
 *
 * @param say Hears what the backend writes, line by line.
 * @returns `null` where the module has no such script.
 */
export function startBackend(folder: string, environment: Readonly<Record<string, string>>, say: (line: string) => void): Backend | null {
  const script = scriptOf(folder)
  if (script === null) return null
  let run = runScript(folder, environment, say)
  return {
    watchesItself: script.includes('watch'),
    async restart() {
      await run.stop()
      run = runScript(folder, environment, say)
    },
    stop: () => run.stop(),
  }
}

function runScript(folder: string, environment: Readonly<Record<string, string>>, say: (line: string) => void): { stop(): Promise<void> } {
  const isWindows = process.platform === 'win32'
  // A group of its own: what npm starts ends with it.
  const child = spawn('npm', ['run', '--silent', 'api'], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isWindows,
    detached: !isWindows,
  })
  let isStopping = false
  const hear = (part: Buffer) => {
    for (const line of part.toString('utf8').trimEnd().split('\n')) say(line)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      say(`The backend could not be started: ${error.message}`)
      resolve()
    })
    child.once('exit', (code, signal) => {
      if (!isStopping) say(`The backend ended (${signal ?? code}). It is started again when something under api/ changes.`)
      resolve()
    })
  })
  const kill = () => signalGroup(child, 'SIGKILL')
  process.once('exit', kill)
  return {
    async stop() {
      isStopping = true
      const later = setTimeout(kill, STOP_WITHIN_MS)
      signalGroup(child, 'SIGTERM')
      await ended
      clearTimeout(later)
      process.off('exit', kill)
    },
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended by itself in this moment.
  }
}
