import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

const READY_WITHIN_MS = 240_000

export const freePort = () =>
  new Promise<number>((tell, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? tell(address.port) : fail(new Error('No port is free'))))
    })
  })

export interface ProductOptions {
  /** The repository, or a copy of it. */
  readonly root: string
  readonly command: 'start' | 'dev'
  /** The folder of its data. */
  readonly data: string
  readonly env?: Readonly<Record<string, string>>
  /** Where it listens. @default a free port */
  readonly port?: number
  /** Where a proxy in front of it ends TLS. @default there is none */
  readonly httpsPort?: number
}

export interface Product {
  /** The shell's. */
  readonly origin: string
  /** What it has said so far. */
  words(): string
  stop(): Promise<void>
}

/** Starts the whole product by its own launcher on a free port. @returns Once it says that it is ready. */
export async function startProduct({ root, command, data, env: wanted = {}, port: wantedPort, httpsPort }: ProductOptions): Promise<Product> {
  const port = wantedPort ?? (await freePort())
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), DIGIONE_DATA: data }
  // Never the database that somebody works with: one that is there for these tests alone, or the embedded one.
  delete env['DATABASE_URL']
  if (httpsPort) env['HTTPS_PORT'] = String(httpsPort)
  Object.assign(env, wanted)
  const child = spawn(process.execPath, [join(root, 'shell', 'demo', 'start.mjs'), command], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((tell) => child.once('exit', () => tell()))
  let words = ''
  await new Promise<void>((tell, fail) => {
    const giveUp = setTimeout(() => {
      child.kill('SIGTERM')
      fail(new Error(`The product was not ready in time.\n${words}`))
    }, READY_WITHIN_MS)
    const hear = (part: Buffer) => {
      words += part.toString('utf8')
      if (!words.includes('DigiOne is ready')) return
      clearTimeout(giveUp)
      tell()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => fail(new Error(`The product ended before it was ready.\n${words}`)))
  })
  return {
    origin: httpsPort ? `https://digione.localhost:${httpsPort}` : `http://digione.localhost:${port}`,
    words: () => words,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
