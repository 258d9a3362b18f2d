import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { endChild } from './end-child.ts'
import type { FoundModule } from './workspace.ts'

/** One vendor's backend, in a process of its own as in real life. */
export interface Backend {
  readonly folder: string
  /** Loopback port that it listens on. */
  readonly port: number
}

export interface Backends {
  readonly list: readonly Backend[]
  /**
   * Starts those backends anew whose files these are, by path from the repository's top.
   * @throws {Error} with the backend's words where one ends instead of answering.
   */
  restart(paths: readonly string[]): Promise<void>
  stop(): Promise<void>
}

export const freePort = () =>
  new Promise<number>((tell, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? tell(address.port) : fail(new Error('No port is free'))))
    })
  })

async function isHealthy(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  )
}

const RESTART_AFTER_MS = 1000
const HEALTHY_WITHIN_MS = 15_000

/**
 * Starts the backend of every module that has one, and starts it again when it ends by itself.
 *
 * @param environment What a module's backend is told, beside its port and its own data folder.
 * @param complain Hears of a backend that ends or does not come up.
 * @returns Once each answers its health check, or has had its time.
 */
export async function startBackends(
  modules: readonly FoundModule[],
  dataFolder: string,
  environment: (module: FoundModule) => Record<string, string>,
  complain: (text: string) => void,
): Promise<Backends> {
  const running = new Map<string, ChildProcess>()
  /** Backends that are started anew because somebody asked for it, who also hears why one ends. */
  const restarting = new Set<string>()
  let stopping = false
  // Also where this process ends before it has stopped them: on a busy machine, at a second Ctrl-C, or by an error.
  process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

  const start = (module: FoundModule, program: string, port: number) => {
    const data = join(dataFolder, 'vendors', module.folder)
    mkdirSync(data, { recursive: true })
    const child = spawn(process.execPath, [...process.execArgv, program], {
      cwd: module.path,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment(module), PORT: String(port), DATA_DIR: data },
    })
    running.set(module.folder, child)
    let words = ''
    child.stderr?.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-2000)))
    child.on('exit', (code, signal) => {
      running.delete(module.folder)
      if (stopping || restarting.has(module.folder)) return
      complain(`The backend of ${module.folder} ended (${signal ?? code}); it is started again.\n${words}`)
      setTimeout(() => stopping || restarting.has(module.folder) || running.has(module.folder) || start(module, program, port), RESTART_AFTER_MS).unref()
    })
    return { child, words: () => words }
  }

  const untilHealthy = async ({ folder, port }: Backend, hasEnded = () => false): Promise<void> => {
    const until = Date.now() + HEALTHY_WITHIN_MS
    while (!hasEnded() && !(await isHealthy(port))) {
      if (Date.now() > until) {
        complain(`The backend of ${folder} does not answer its health check.`)
        return
      }
      await new Promise((tell) => setTimeout(tell, 50))
    }
  }
  const list = await Promise.all(
    modules.map(async (module) => {
      if (module.backend === null) return []
      const backend = { folder: module.folder, port: await freePort() }
      start(module, module.backend, backend.port)
      await untilHealthy(backend)
      return [backend]
    }),
  ).then((backends) => backends.flat())

  return {
    list,
    async restart(paths) {
      const touched = list.filter(({ folder }) => paths.some((path) => path.startsWith(`apps/${folder}/api/`) || path.startsWith('sdk/')))
      await Promise.all(
        touched.map(async (backend) => {
          const module = modules.find(({ folder }) => folder === backend.folder)
          if (!module?.backend) return
          restarting.add(backend.folder)
          const before = running.get(backend.folder)
          if (before) await endChild(before)
          const { child, words } = start(module, module.backend, backend.port)
          let hasEnded = false
          child.once('close', () => (hasEnded = true))
          await untilHealthy(backend, () => hasEnded)
          // It stays ended: what is wrong with it is to be mended first.
          if (hasEnded) throw new Error(`The backend of ${backend.folder} does not start.\n${words()}`)
          restarting.delete(backend.folder)
        }),
      )
    },
    async stop() {
      stopping = true
      await Promise.all([...running.values()].map(endChild))
    },
  }
}
