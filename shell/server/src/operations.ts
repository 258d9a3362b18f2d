import { timingSafeEqual } from 'node:crypto'
import { DigiOneError } from '@digione/contracts'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge } from 'prom-client'
import type { Notifications } from './db/notifications.ts'
import type { Deps, Env } from './deps.ts'
import { socketAddress } from './limits.ts'
import type { Hub } from './live/hub.ts'
import type { Metrics } from './metrics.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1', 'unknown'])
const PROBE_MS = 2_000

/** The route's own pattern; middleware and the last resort stand on everything. */
export const routeOf = (c: Context<Env>) => matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path ?? '*'

/** Counts and times requests by route, never by address: an address may name a person. */
export function measure({ requests, refusedRequests }: Metrics): MiddlewareHandler<Env> {
  return async (c, next) => {
    const end = requests.startTimer()
    await next()
    const labels = { method: c.req.method, route: routeOf(c), status: String(c.res.status) }
    end(labels)
    if (c.res.status >= 400) refusedRequests.inc(labels)
  }
}

export interface Operations {
  readonly app: Hono<Env>
  /** From now on `/readyz` says no, so that a load balancer sends nobody here any more. */
  drain(): void
}

/**
 * Whether this instance lives, whether it can serve, and its measurements.
 * @param waitingForDatabase How many transactions wait for a connection.
 */
export function operationRoutes({ db, config, metrics }: Deps, notifications: Notifications, hub: Hub, waitingForDatabase = () => 0): Operations {
  const app = new Hono<Env>()
  let isDraining = false
  collectDefaultMetrics({ register: metrics.registry })
  const streams: Gauge = new Gauge({
    name: 'digione_live_streams',
    help: 'Open live streams of this instance',
    registers: [],
    collect: (): void => streams.set(hub.size),
  })
  metrics.registry.registerMetric(streams)
  const listening: Gauge = new Gauge({
    name: 'digione_database_listening',
    help: 'Whether this instance hears of changes that others make: 1, or 0 while the connection is broken',
    registers: [],
    collect: (): void => listening.set(notifications.isConnected() ? 1 : 0),
  })
  metrics.registry.registerMetric(listening)
  const waiting: Gauge = new Gauge({
    name: 'digione_database_waiting',
    help: 'Transactions that wait for a connection to the database, as all of this instance are in use',
    registers: [],
    collect: (): void => waiting.set(waitingForDatabase()),
  })
  metrics.registry.registerMetric(waiting)

  app.get('/healthz', (c) => c.json({ alive: true }))
  app.get('/readyz', async (c) => {
    if (isDraining) throw new DigiOneError('NOT_READY', 'This instance is stopping; it')
    if (!notifications.isConnected()) throw new DigiOneError('NOT_READY', 'The notification connection of the database')
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error('timeout')), PROBE_MS)
    })
    try {
      await Promise.race([sql`select 1`.execute(db), tooLong])
    } catch (cause) {
      throw new DigiOneError('NOT_READY', 'The database', { cause })
    } finally {
      clearTimeout(timer)
    }
    return c.json({ ready: true })
  })
  app.get('/metrics', async (c) => {
    if (!mayReadMetrics(c, config.metricsToken)) throw new DigiOneError('NOT_ALLOWED', 'this caller', 'read the metrics')
    return c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType })
  })
  return { app, drain: () => void (isDraining = true) }
}

function mayReadMetrics(c: Context<Env>, token: string | undefined): boolean {
  if (token === undefined) return LOOPBACK.has(socketAddress(c)) && c.req.header('x-forwarded-for') === undefined && c.req.header('forwarded') === undefined
  const given = Buffer.from(c.req.header('authorization') ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
