import { connect, createServer, type Server, type Socket } from 'node:net'

export interface LinkConditions {
  /** There and back, in ms. */
  readonly roundTripMs: number
  /** Towards the browser, shared by all its connections, in bits per second; 0 means without a limit. */
  readonly downBitsPerS: number
}

export interface Link {
  readonly server: Server
  /** Towards the browser, since the link was opened. */
  bytesDown(): number
  /** Whether a connection to the server came down this line, by the port that it comes from. */
  carries(port: number | undefined): boolean
  /** From now on. */
  set(conditions: LinkConditions): void
  /** Ends every connection, so that the next request has to connect anew. */
  cut(): void
}

/** What leaves at once; a link does not hand over 64 kB in one moment. */
const PIECE_BYTES = 2800

/** Hands over what it is given, in order, each piece at its moment. */
function delayed(to: Socket) {
  const waiting: { at: number; piece: Buffer | null }[] = []
  let timer: NodeJS.Timeout | null = null
  const handOver = () => {
    timer = null
    const now = performance.now()
    while (waiting[0] && waiting[0].at <= now) {
      const { piece } = waiting.shift() ?? { piece: null }
      if (piece) to.write(piece)
      else to.end()
    }
    if (waiting[0]) timer = setTimeout(handOver, Math.max(1, Math.round(waiting[0].at - now)))
  }
  return (at: number, piece: Buffer | null) => {
    waiting.push({ at, piece })
    timer ??= setTimeout(handOver, Math.max(1, Math.round(at - performance.now())))
  }
}

/**
 * A line between the browser and the server: every byte takes half a round trip, and a new connection one more for TCP's greeting.
 *
 * It stands below TLS, so handshakes, frames of other origins and preloads are as slow as they are in life, in every process of
 * the browser alike; the browser's own emulation delays requests only, and each process has to be told.
 */
export function openLink(targetPort: number): Link {
  let conditions: LinkConditions = { roundTripMs: 0, downBitsPerS: 0 }
  let bytes = 0
  // The line is one, however many connections share it.
  let busyUntil = 0
  const sockets = new Set<Socket>()
  const ports = new Set<number>()
  const server = createServer((browser) => {
    const target = connect(targetPort, '127.0.0.1')
    target.on('connect', () => void (target.localPort && ports.add(target.localPort)))
    target.on('close', () => void (target.localPort && ports.delete(target.localPort)))
    const greetedAt = performance.now() + conditions.roundTripMs
    const up = delayed(target)
    const down = delayed(browser)
    let upAt = 0
    let downAt = 0
    browser.on('data', (piece: Buffer) => {
      upAt = Math.max(upAt, performance.now(), greetedAt)
      up(upAt + conditions.roundTripMs / 2, piece)
    })
    target.on('data', (data: Buffer) => {
      bytes += data.length
      for (let start = 0; start < data.length; start += PIECE_BYTES) {
        const piece = data.subarray(start, start + PIECE_BYTES)
        busyUntil = Math.max(busyUntil, performance.now())
        if (conditions.downBitsPerS > 0) busyUntil += (piece.length * 8000) / conditions.downBitsPerS
        downAt = Math.max(downAt, busyUntil + conditions.roundTripMs / 2)
        down(downAt, piece)
      }
    })
    browser.on('end', () => up(Math.max(upAt, performance.now()) + conditions.roundTripMs / 2, null))
    target.on('end', () => down(Math.max(downAt, performance.now() + conditions.roundTripMs / 2), null))
    for (const [socket, other] of [
      [browser, target],
      [target, browser],
    ] as const) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroySoon()
      })
    }
  })
  return {
    server,
    bytesDown: () => bytes,
    carries: (port) => port !== undefined && ports.has(port),
    set: (wanted) => (conditions = wanted),
    cut() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
