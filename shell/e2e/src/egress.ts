import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A server of another origin that notes whatever reaches it. */
export interface Collector {
  readonly origin: string
  /** Notes connections alone, whatever is said over them. */
  readonly preconnect: string
  /** Notes datagrams, `host:port`. */
  readonly stun: string
  /** Another one, for what a module nests. */
  readonly nested: string
  /** What has come, as `tier/name`; `connection`, `datagram` and `nested datagram` where something came to those. */
  seen(): ReadonlySet<string>
  forget(): void
  close(): void
}

const portOf = (address: AddressInfo | string | null) => (typeof address === 'object' && address !== null ? address.port : 0)

export async function openCollector(): Promise<Collector> {
  const seen = new Set<string>()
  const note = (path = '') => {
    const name = /^\/hit\/([^?#]+)/.exec(path)?.[1]
    if (name) seen.add(decodeURIComponent(name))
  }
  const server = createServer((req, res) => {
    note(req.url)
    res.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/plain' }).end()
  })
  server.on('upgrade', (req, socket) => {
    note(req.url)
    socket.destroy()
  })
  const connections = createTcpServer((socket) => {
    seen.add('connection')
    socket.on('error', () => {})
    socket.destroy()
  })
  const datagrams = createSocket('udp4', () => seen.add('datagram'))
  const nested = createSocket('udp4', () => seen.add('nested datagram'))
  await Promise.all([
    new Promise<void>((tell) => server.listen(0, '127.0.0.1', tell)),
    new Promise<void>((tell) => connections.listen(0, '127.0.0.1', tell)),
    new Promise<void>((tell) => datagrams.bind(0, '127.0.0.1', tell)),
    new Promise<void>((tell) => nested.bind(0, '127.0.0.1', tell)),
  ])
  return {
    origin: `http://127.0.0.1:${portOf(server.address())}`,
    preconnect: `http://127.0.0.1:${portOf(connections.address())}`,
    stun: `127.0.0.1:${datagrams.address().port}`,
    nested: `127.0.0.1:${nested.address().port}`,
    seen: () => new Set(seen),
    forget: () => seen.clear(),
    close() {
      server.closeAllConnections()
      server.close()
      connections.close()
      datagrams.close()
      nested.close()
    },
  }
}
