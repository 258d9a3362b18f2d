import type { Server } from 'node:http'

/** Idle connections are closed this often while stopping: left alone, kept-alive ones hold the process for up to a minute. */
const IDLE_SWEEP_MS = 50

/**
 * Stops a server without losing a request: says it is not ready, ends the streams, lets what runs finish, then closes.
 *
 * @param graceMs After this, what still runs is cut off. @default 10,000
 */
export async function stop(server: Server, platform: { drain(): void; close(): Promise<void> }, graceMs = 10_000): Promise<void> {
  platform.drain()
  const closed = new Promise<void>((done) => server.close(() => done()))
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  server.closeIdleConnections()
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  await platform.close()
}
