import { randomBytes } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { developmentHeaders, developmentPage } from './rewrite.ts'

export interface Override {
  /** `/@module/homework/` */
  readonly base: string
  /** Answers everything below the base. */
  handle(req: IncomingMessage, res: ServerResponse): void
  /** The script that stands first in each of the shell's pages, below the base. */
  readonly first: string
}

export interface FrontOptions {
  readonly port: number
  /** Where the platform listens on this machine. */
  readonly platform: number
}

export interface Front {
  readonly server: Server
  /** From now on the module's own addresses are answered here, and the shell's pages know of it. */
  override(override: Override): void
  close(): void
}

/** A worker that keeps nothing: what is developed must not come from before. */
const NO_WORKER = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }
const SHELL_HOST = /^digione\.localhost(:\d+)?$/

/**
 * Listens on one port for everything: the module in development answers below its base, the platform everything else.
 *
 * @throws {Error} in one sentence where the port is taken.
 */
export async function openFront({ port, platform }: FrontOptions): Promise<Front> {
  let mine: Override | null = null
  const server = createServer((req, res) => {
    const isShell = SHELL_HOST.test(req.headers.host ?? '')
    if (mine && isShell && req.url?.startsWith(mine.base)) mine.handle(req, res)
    else if (isShell && req.url === '/sw.js') res.writeHead(200, NO_WORKER).end()
    else if (/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(req.headers.host ?? '')) res.writeHead(302, { location: `http://digione.localhost:${port}/` }).end()
    else passOn(req, res, isShell ? mine : null)
  })
  function passOn(req: IncomingMessage, res: ServerResponse, override: Override | null) {
    const headers = { ...req.headers }
    const isPage = override !== null && (req.headers.accept ?? '').includes('text/html')
    if (isPage) for (const name of ['accept-encoding', 'if-none-match']) delete headers[name]
    const onwards = request({ host: '127.0.0.1', port: platform, method: req.method, path: req.url, headers }, (answer) => {
      if (isPage && answer.headers['content-type']?.startsWith('text/html')) {
        dress(answer, res, override, port)
        return
      }
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      // A stream's first line is its headers: they leave before there is an event.
      res.flushHeaders()
      answer.pipe(res)
      answer.on('error', () => res.destroy())
    })
    onwards.on('error', () =>
      res.headersSent ? res.destroy() : res.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end('The sandbox does not answer.\n'),
    )
    res.on('close', () => onwards.destroy())
    req.pipe(onwards)
  }
  server.on('upgrade', (req, socket) => {
    if (!mine || !req.url?.startsWith(mine.base)) socket.destroy()
  })
  // Event streams stay open as long as somebody looks.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Error(taken(port)) : error))
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    server,
    override: (override) => void (mine = override),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const taken = (port: number) => `Port ${port} is in use. Stop what uses it, or choose another one: digione dev --port ${port + 100}`

function dress(answer: IncomingMessage, res: ServerResponse, { base, first }: Override, port: number) {
  const parts: Buffer[] = []
  answer.on('data', (part: Buffer) => parts.push(part))
  answer.on('error', () => res.destroy())
  answer.on('end', () => {
    const nonce = randomBytes(16).toString('base64url')
    res.writeHead(answer.statusCode ?? 502, developmentHeaders(answer.headers, { socket: `ws://digione.localhost:${port}`, nonce }))
    res.end(developmentPage(Buffer.concat(parts).toString('utf8'), base + first, nonce))
  })
}
