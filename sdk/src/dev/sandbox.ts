import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SandboxNews } from '@digione/contracts'
import type { SandboxOrder } from '@digione/contracts'

export type Ready = Extract<SandboxNews, { news: 'ready' }>

/** The program that publishes, of this very SDK. */
export const DIGIONE = join(dirname(fileURLToPath(import.meta.url)), '../../bin/digione.js')

export interface SandboxProcess {
  start(order: Omit<Extract<SandboxOrder, { order: 'start' }>, 'order'>): Promise<Ready>
  /** @throws {Error} with the sandbox's sentence where it refuses. */
  order(order: SandboxOrder): Promise<void>
  /** Ends it, within three seconds. */
  stop(): Promise<void>
}

/** The first that has what the demo's backends use. */
const NEEDS_NODE = [22, 18] as const
const STOP_WITHIN_MS = 3000

/** The program of the package `@digione/sandbox`, as the module in `folder` has it installed. */
function programOf(folder: string): string {
  const require = createRequire(join(folder, 'package.json'))
  try {
    return require.resolve('@digione/sandbox')
  } catch {
    throw new Error(
      'The sandbox platform is not installed. Install it beside the SDK: npm install --save-dev @digione/sandbox, or the file digione-sandbox-….tgz that came with the SDK.',
    )
  }
}

/**
 * Starts the sandbox's process. It ends with this one, however this one ends.
 *
 * @param complain Hears of what goes wrong in it while it runs.
 * @throws {Error} in a sentence where it is not installed, or this Node is too old for it.
 */
export function openSandbox(folder: string, complain: (text: string) => void): SandboxProcess {
  const program = programOf(folder)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < NEEDS_NODE[0] || (major === NEEDS_NODE[0] && minor < NEEDS_NODE[1]))
    throw new Error(`The sandbox platform needs Node ${NEEDS_NODE.join('.')} or newer, and this is Node ${process.versions.node}.`)
  const loopback = join(dirname(program), 'loopback.js')
  // A group of its own: Ctrl-C on the terminal is for this process, which ends the other in its turn.
  const child = fork(program, [], {
    detached: process.platform !== 'win32',
    execArgv: ['--import', loopback],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'development' },
  })
  let words = ''
  child.stderr?.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-4000)))
  const waiting: { resolve(news: SandboxNews): void; reject(error: Error): void }[] = []
  let isOver = false
  child.on('message', (message) => {
    const news = SandboxNews.parse(message)
    if (news.news === 'complaint') complain(news.text)
    else waiting.shift()?.resolve(news)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      if (!isOver) complain(`The sandbox platform ended (${signal ?? code}).\n${words}`)
      for (const one of waiting.splice(0)) one.reject(new Error(`The sandbox platform ended (${signal ?? code}).\n${words}`))
      resolve()
    })
  })
  async function ask(order: SandboxOrder): Promise<SandboxNews> {
    const news = await new Promise<SandboxNews>((resolve, reject) => {
      waiting.push({ resolve, reject })
      child.send(order)
    })
    if (news.news === 'refused') throw new Error(news.text)
    return news
  }
  return {
    async start(facts) {
      const news = await ask({ order: 'start', ...facts })
      if (news.news !== 'ready') throw new Error('The sandbox platform did not say that it is ready. Is it of the same version as the SDK?')
      return news
    },
    async order(order) {
      await ask(order)
    },
    async stop() {
      if (isOver) return ended
      isOver = true
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      if (child.connected) child.send({ order: 'stop' } satisfies SandboxOrder)
      await ended
      clearTimeout(kill)
    },
  }
}
