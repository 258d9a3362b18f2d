import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '@digione/shell-demo/workspace'

export interface Child {
  readonly name: string
  readonly pid: number
  /** What it wrote to standard output. */
  output(): string
  /** Resolves with what it wrote, once it has ended. @throws {Error} with its words where it failed. */
  ended(): Promise<string>
  stop(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

const running = new Set<ChildProcess>()
// Whatever ends this program ends what it started.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** Starts a program of the repository in a process of its own, with the Node that runs this one. */
export function startChild(name: string, script: string, env: Readonly<Record<string, string>>, nodeOptions: readonly string[] = []): Child {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('DIGIONE_') && key !== 'DATABASE_URL' && key !== 'PORT')
  const child = spawn(process.execPath, [...nodeOptions, '--import', join(ROOT, 'shared/loopback/src/index.ts'), script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), ...env },
  })
  running.add(child)
  let output = ''
  let words = ''
  child.stdout.on('data', (part: Buffer) => (output = (output + part.toString('utf8')).slice(-20_000)))
  child.stderr.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-4000)))
  const exited = new Promise<number>((tell) =>
    child.once('exit', (code) => {
      running.delete(child)
      tell(code ?? 1)
    }),
  )
  return {
    name,
    pid: child.pid ?? 0,
    output: () => output,
    async ended() {
      const code = await exited
      if (code !== 0) throw new Error(`${name} failed.\n${output}\n${words}`)
      return output
    },
    async stop() {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await exited
      clearTimeout(kill)
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Waits until an address answers with 200. @throws {Error} after half a minute. */
export async function untilHealthy(address: string): Promise<void> {
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    const isThere = await fetch(address).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isThere) return
    await new Promise((tell) => setTimeout(tell, 100))
  }
  throw new Error(`${address} does not answer.`)
}
