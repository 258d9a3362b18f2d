import type { PGlite } from '@electric-sql/pglite'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Schema } from './schema.ts'

const CHANNEL = 'digione'
const RECONNECT_MS = 1_000
const HEARTBEAT_MS = 15_000

/** What instances tell one another. Small: PostgreSQL takes 8,000 bytes at most, so a notice names rows rather than carrying them. */
export const Notification = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entitlements'), municipality: z.string(), version: z.number() }),
  z.object({ kind: z.literal('event'), seq: z.number() }),
  z.object({ kind: z.literal('ended'), person: z.string(), session: z.string().nullable() }),
])
export type Notification = z.infer<typeof Notification>

export interface Notifications {
  /** Calls `run` with every notification. `onGap` is called after some may have been missed: read anew what matters. */
  subscribe(run: (notification: Notification) => void, onGap: () => void): () => void
  /** Whether changes made by other instances arrive now. */
  isConnected(): boolean
  close(): Promise<void>
}

/** Tells every instance, this one included, when and only if the transaction is committed. */
export async function notify(trx: Kysely<Schema>, notification: Notification): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(notification)})`.execute(trx)
}

interface Subscriber {
  readonly run: (notification: Notification) => void
  readonly onGap: () => void
}

function subscribers(log: Logger) {
  const all = new Set<Subscriber>()
  return {
    subscribe(run: Subscriber['run'], onGap: Subscriber['onGap']) {
      const subscriber = { run, onGap }
      all.add(subscriber)
      return () => void all.delete(subscriber)
    },
    tell(payload: string) {
      try {
        const notification = Notification.parse(JSON.parse(payload))
        for (const { run } of all) run(notification)
      } catch (error) {
        log.error({ err: error }, 'a notification could not be taken')
      }
    },
    tellGap() {
      for (const { onGap } of all) onGap()
    },
  }
}

export async function listenOnPglite(pglite: PGlite, log: Logger): Promise<Notifications> {
  const { subscribe, tell } = subscribers(log)
  const unlisten = await pglite.listen(CHANNEL, tell)
  return { subscribe, isConnected: () => true, close: () => unlisten() }
}

/** Listens on a connection of its own, makes it anew when it breaks, and asks it for a sign of life every 15 s. */
export async function listenOnPostgres(url: string, log: Logger): Promise<Notifications> {
  const { subscribe, tell, tellGap } = subscribers(log)
  let client: pg.Client | null = null
  let isClosed = false
  let retry: NodeJS.Timeout | undefined

  const lose = (lost: pg.Client, error?: Error) => {
    if (client !== lost) return
    client = null
    void lost.end().catch(() => {})
    if (isClosed) return
    log.warn({ err: error?.message }, 'the notification connection broke')
    retry = setTimeout(reconnect, RECONNECT_MS)
  }
  const connect = async () => {
    const made = new pg.Client({ connectionString: url, application_name: 'digione-notifications', connectionTimeoutMillis: 5_000 })
    made.on('error', (error) => lose(made, error))
    made.on('end', () => lose(made))
    made.on('notification', ({ payload }) => payload && tell(payload))
    await made.connect()
    await made.query(`listen ${CHANNEL}`)
    client = made
  }
  const reconnect = () => {
    connect().then(tellGap, (error: Error) => {
      log.warn({ err: error.message }, 'the notification connection could not be made')
      if (!isClosed) retry = setTimeout(reconnect, RECONNECT_MS)
    })
  }
  await connect()
  const heartbeat = setInterval(() => {
    const asked = client
    if (!asked) return
    // A connection that a firewall dropped gives no error by itself.
    const tooLong = setTimeout(() => lose(asked, new Error('no sign of life')), 5_000)
    asked.query('select 1').then(
      () => clearTimeout(tooLong),
      (error: Error) => {
        clearTimeout(tooLong)
        lose(asked, error)
      },
    )
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    subscribe,
    isConnected: () => client !== null,
    async close() {
      isClosed = true
      clearInterval(heartbeat)
      clearTimeout(retry)
      const last = client
      client = null
      await last?.end().catch(() => {})
    },
  }
}
