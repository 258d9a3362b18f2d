import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { Refusal, type Settings } from './settings.ts'

export type Handle = (req: IncomingMessage, res: ServerResponse) => void
/** Takes over a connection that becomes a socket. */
export type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void

/** What answers in this process. */
export interface Answering {
  readonly handle: Handle
  readonly upgrade?: Upgrade
}

/** Where requests for one host go. */
export type Destination = Answering | { readonly port: number }

/** The one listener, which sends each request on by its Host header. */
export interface Front {
  readonly server: Server
  /** Says where a host's requests go, from now on. `*.` stands for every name right below a host that has no destination of its own. */
  route(host: string, destination: Destination): void
}

const hostOf = (req: IncomingMessage) => (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()

export function passOn(port: number, req: IncomingMessage, res: ServerResponse): void {
  const onwards = request({ host: '127.0.0.1', port, method: req.method, path: req.url, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.rawHeaders.length > 0 ? answer.rawHeaders : undefined)
    // A stream's first line is its headers: they leave before there is an event.
    res.flushHeaders()
    answer.pipe(res)
    answer.on('error', () => res.destroy())
  })
  onwards.on('error', () => {
    if (res.headersSent) {
      res.destroy()
      return
    }
    res
      .writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
      .end('This backend does not answer.\n')
  })
  // Whoever closes a stream closes it all the way to the backend.
  res.on('close', () => onwards.destroy())
  req.pipe(onwards)
}

export function passOnUpgrade(port: number, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  const onwards = connect(port, '127.0.0.1', () => {
    const headers = req.rawHeaders.reduce((text, part, at) => text + part + (at % 2 === 0 ? ': ' : '\r\n'), '')
    onwards.write(`${req.method} ${req.url} HTTP/1.1\r\n${headers}\r\n`)
    onwards.write(head)
    onwards.pipe(socket).pipe(onwards)
  })
  onwards.on('error', () => socket.destroy())
  socket.on('error', () => onwards.destroy())
}

/**
 * Listens at once, so that a port that is taken is known before anything is built; hosts without a destination yet answer 503.
 * @throws {Refusal} where the port is taken.
 */
export function openFront(settings: Settings, home: string): Promise<Front> {
  const destinations = new Map<string, Destination>()
  const find = (host: string) => destinations.get(host) ?? destinations.get(host.replace(/^[^.]+/, '*'))
  let isReady = false
  const server = createServer((req, res) => {
    const host = hostOf(req)
    const destination = find(host)
    if (destination && 'handle' in destination) destination.handle(req, res)
    else if (destination) passOn(destination.port, req, res)
    else if (isReady && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host)) res.writeHead(302, { location: `${home}/` }).end()
    else
      res
        .writeHead(isReady ? 404 : 503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
        .end(isReady ? 'Nothing has this address.\n' : 'DigiOne is starting.\n')
  })
  server.on('upgrade', (req, socket, head) => {
    const destination = find(hostOf(req))
    if (destination && 'port' in destination) passOnUpgrade(destination.port, req, socket, head)
    else if (destination?.upgrade) destination.upgrade(req, socket, head)
    else socket.destroy()
  })
  // Event streams stay open as long as somebody looks.
  server.requestTimeout = 0
  return new Promise((tell, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(new Refusal(`Port ${settings.port} is in use. Stop what uses it, or choose another one: PORT=${settings.port + 100} npm start`))
      else if (error.code === 'EACCES') fail(new Refusal(`Port ${settings.port} may not be used by this user. Choose one above 1023: PORT=4400 npm start`))
      else fail(error)
    })
    server.listen(settings.port, settings.host, () =>
      tell({
        server,
        route(host, destination) {
          isReady = true
          destinations.set(host, destination)
        },
      }),
    )
  })
}
