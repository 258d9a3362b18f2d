import type { Server } from 'node:http'

/** Idle connections are closed this often while stopping: left alone, kept-alive ones hold the process for up to a minute. */
const IDLE_SWEEP_MS = 50

interface Stopping {
  /** How long new requests are still taken after `/readyz` says no: as long as the balancer in front takes to notice. @default 0 */
  readonly announceMs?: number
  /** After this, what still runs is cut off. @default 10,000 */
  readonly graceMs?: number
}

/** Stops a server without losing a request: says it is not ready, ends the streams, lets what runs finish, then closes. */
export async function stop(
  server: Server,
  platform: { drain(): void; close(): Promise<void> },
  { announceMs = 0, graceMs = 10_000 }: Stopping = {},
): Promise<void> {
  platform.drain()
  // Whoever asks meanwhile is answered, and told to open its next connection elsewhere.
  server.prependListener('request', (_request, response) => void response.setHeader('connection', 'close'))
  if (announceMs > 0) await new Promise((resolve) => setTimeout(resolve, announceMs))
  const closed = new Promise<void>((done) => server.close(() => done()))
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  server.closeIdleConnections()
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  await platform.close()
}
