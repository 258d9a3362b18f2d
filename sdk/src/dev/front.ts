import { randomBytes } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http'
import { request as requestByTls } from 'node:https'
import { frameOrigin } from '@digione/contracts'
import { developmentHeaders, developmentPage, frameWithoutRelease } from './rewrite.ts'

export interface Override {
  /** `/@module/homework/` */
  readonly base: string
  /** Answers everything below the base. */
  handle(req: IncomingMessage, res: ServerResponse): void
  /** The script that stands first in each of the shell's pages, below the base. */
  readonly first: string
  /** Host of the module's frames, as the browser names it. */
  readonly frames: string
  /** Changes what the platform tells the shell. Absent: all passes as it is. */
  readonly told?: Told
}

export interface Told {
  /** Changes the shell's HTML. */
  page(html: string): string
  /** Changes the answer of `/api/me`, JSON. */
  me(text: string): string
  /** The path of a frame's document on the platform. */
  frame(path: string): string
}

/** The platform behind the front. */
export interface Behind {
  /** Where a request for a host goes on to. @param host As the browser names it. */
  originOf(host: string): URL
  /** What a request says there besides. */
  headersOf(host: string): Readonly<Record<string, string>>
  /** What is said where it does not answer. */
  readonly silence: string
}

/** A platform on this machine that knows the names of the front. */
export const sandboxAt = (port: number): Behind => ({
  originOf: () => new URL(`http://127.0.0.1:${port}`),
  headersOf: () => ({}),
  silence: 'The sandbox does not answer.\n',
})

export interface FrontOptions {
  readonly port: number
  readonly platform: Behind
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
const SESSION_HOST = /^session\.digione\.localhost(:\d+)?$/

/** The host of a module's frames at a front. */
export const framesHost = (port: number, module: string) => new URL(frameOrigin(`http://digione-modules.localhost:${port}`, module)).host

/**
 * Listens on one port for everything: the module in development answers below its base, the platform everything else.
 *
 * @throws {Error} in one sentence where the port is taken.
 */
export async function openFront({ port, platform }: FrontOptions): Promise<Front> {
  let mine: Override | null = null
  const server = createServer((req, res) => {
    const host = req.headers.host ?? ''
    const isShell = SHELL_HOST.test(host)
    const isFrames = mine?.frames === host
    if (mine && (isShell || isFrames) && req.url?.startsWith(mine.base)) {
      if (isFrames) res.setHeader('access-control-allow-origin', '*')
      mine.handle(req, res)
    } else if (isShell && req.url === '/sw.js') res.writeHead(200, NO_WORKER).end()
    else if (/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host)) res.writeHead(302, { location: `http://digione.localhost:${port}/` }).end()
    else passOn(req, res, mine && changeOf(mine, req))
  })
  /** What becomes of the answer to a request, if anything does. */
  function changeOf({ base, first, frames, told }: Override, { url = '', headers: { host = '', accept = '' } }: IncomingMessage): Change | null {
    const isFrame = frames === host
    if ((isFrame || SHELL_HOST.test(host)) && accept.includes('text/html')) {
      const nonce = randomBytes(16).toString('base64url')
      const needs = { socket: `ws://${host}`, nonce, ...(isFrame ? { code: `http://${host}${base}` } : {}) }
      const page = (html: string) => (isFrame ? frameWithoutRelease(html) : (told?.page(html) ?? html))
      return {
        type: 'text/html',
        path: isFrame && told ? told.frame(url) : url,
        headers: (before) => developmentHeaders(before, needs),
        body: (html) => developmentPage(page(html), base + first, nonce),
      }
    }
    if (!told || !SESSION_HOST.test(host) || url.split('?')[0] !== '/api/me') return null
    const sameButForLength = (before: IncomingMessage['headers']) => Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'content-length'))
    return { type: 'application/json', path: url, headers: sameButForLength, body: told.me }
  }
  function passOn(req: IncomingMessage, res: ServerResponse, change: Change | null) {
    const host = req.headers.host ?? ''
    const to = platform.originOf(host)
    const headers = { ...req.headers, ...platform.headersOf(host) }
    if (change) for (const name of ['accept-encoding', 'if-none-match']) delete headers[name]
    const send = to.protocol === 'https:' ? requestByTls : request
    const onwards = send({ host: to.hostname, port: to.port, method: req.method, path: change?.path ?? req.url, headers }, (answer) => {
      if (change && answer.headers['content-type']?.startsWith(change.type)) {
        replace(answer, res, change)
        return
      }
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      // A stream's first line is its headers: they leave before there is an event.
      res.flushHeaders()
      answer.pipe(res)
      answer.on('error', () => res.destroy())
    })
    onwards.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end(platform.silence)))
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

/** How an answer of one type is changed on its way. */
interface Change {
  readonly type: string
  /** What is asked for instead. */
  readonly path: string
  headers(before: IncomingMessage['headers']): OutgoingHttpHeaders
  body(text: string): string
}

function replace(answer: IncomingMessage, res: ServerResponse, { headers, body }: Change) {
  const parts: Buffer[] = []
  answer.on('data', (part: Buffer) => parts.push(part))
  answer.on('error', () => res.destroy())
  answer.on('end', () => {
    res.writeHead(answer.statusCode ?? 502, headers(answer.headers))
    res.end(body(Buffer.concat(parts).toString('utf8')))
  })
}
