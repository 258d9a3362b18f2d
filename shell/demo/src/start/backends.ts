import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { SERVER_ENTRY, type FoundModule } from './workspace.ts'

/** One vendor's backend, in a process of its own as in real life. */
export interface Backend {
  readonly folder: string
  /** Loopback port that it listens on. */
  readonly port: number
}

export interface Backends {
  readonly list: readonly Backend[]
  /** Ends the backends whose files these are, by path from the repository's top; they come up again by themselves. */
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
const STOP_WITHIN_MS = 2000

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
  const restarting = new Set<string>()
  let stopping = false

  const start = (module: FoundModule, port: number): void => {
    const data = join(dataFolder, 'vendors', module.folder)
    mkdirSync(data, { recursive: true })
    const child = spawn(process.execPath, [...process.execArgv, join(module.path, SERVER_ENTRY)], {
      cwd: module.path,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment(module), PORT: String(port), DATA_DIR: data },
    })
    running.set(module.folder, child)
    let words = ''
    child.stderr?.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-2000)))
    child.on('exit', (code, signal) => {
      running.delete(module.folder)
      if (stopping) return
      const isAsked = restarting.delete(module.folder)
      if (!isAsked) complain(`The backend of ${module.folder} ended (${signal ?? code}); it is started again.\n${words}`)
      setTimeout(() => stopping || start(module, port), isAsked ? 0 : RESTART_AFTER_MS).unref()
    })
  }

  const untilHealthy = async ({ folder, port }: Backend): Promise<void> => {
    const until = Date.now() + HEALTHY_WITHIN_MS
    while (!(await isHealthy(port))) {
      if (Date.now() > until) {
        complain(`The backend of ${folder} does not answer its health check.`)
        return
      }
      await new Promise((tell) => setTimeout(tell, 50))
    }
  }
  const list = await Promise.all(
    modules
      .filter(({ hasBackend }) => hasBackend)
      .map(async (module) => {
        const backend = { folder: module.folder, port: await freePort() }
        start(module, backend.port)
        await untilHealthy(backend)
        return backend
      }),
  )

  return {
    list,
    async restart(paths) {
      const touched = list.filter(({ folder }) => paths.some((path) => path.startsWith(`apps/${folder}/api/`)))
      for (const { folder } of touched) {
        restarting.add(folder)
        running.get(folder)?.kill('SIGTERM')
      }
      await Promise.all(
        touched.map(async (backend) => {
          // The old process answers until it has closed.
          while (restarting.has(backend.folder)) await new Promise((tell) => setTimeout(tell, 20))
          await untilHealthy(backend)
        }),
      )
    },
    async stop() {
      stopping = true
      await Promise.all(
        [...running.values()].map(
          (child) =>
            new Promise<void>((tell) => {
              const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
              child.once('exit', () => {
                clearTimeout(kill)
                tell()
              })
              child.kill('SIGTERM')
            }),
        ),
      )
    },
  }
}
