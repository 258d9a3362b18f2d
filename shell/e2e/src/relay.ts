import { createServer as createHttpServer } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A wire to another server, which a test may cut and mend. */
export interface Relay {
  readonly port: number
  /** Ends every connection and refuses new ones. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openRelay(host: string, port: number): Promise<Relay> {
  const open = new Set<Socket>()
  let isCut = false
  const pass = (one: Socket, other: Socket) => {
    open.add(one)
    one.pipe(other)
    one.on('error', () => other.destroy())
    one.on('close', () => {
      open.delete(one)
      other.destroy()
    })
  }
  const server = createServer((from) => {
    if (isCut) {
      from.resetAndDestroy()
      return
    }
    const to = connect(port, host)
    pass(from, to)
    pass(to, from)
  })
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', () => tell()))
  const end = () => open.forEach((socket) => socket.destroy())
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true
      end()
    },
    mend() {
      isCut = false
    },
    close: () =>
      new Promise((tell) => {
        server.close(() => tell())
        end()
      }),
  }
}

/** Has another process cut and mend a relay. @returns Where it asks to: `POST /cut`, `POST /mend`. */
export async function serveSwitch(relay: Relay): Promise<{ url: string; close(): void }> {
  const server = createHttpServer(({ url }, response) => {
    if (url === '/cut') relay.cut()
    else if (url === '/mend') relay.mend()
    response.writeHead(url === '/cut' || url === '/mend' ? 204 : 404).end()
  })
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', () => tell()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() }
}
