import type { Context, LiveMessage } from '@digione/contracts'
import type { Kysely } from 'kysely'
import type { Notification, Notifications } from '../db/notifications.ts'
import { asPlatform } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import type { Schema } from '../db/schema.ts'
import { modulesFor, readReleases, releasesFor, rulesIn } from '../entitlements/rules.ts'
import { concerns } from '../events/concerns.ts'
import { groupsOfEvent, type StoredEvent } from '../events/store.ts'
import { sessionName } from '../session-name.ts'
import { tenantVersions } from '../tenants/store.ts'
import type { Pairwise } from '../tokens/pairwise.ts'

/** One open stream of one person's browser. */
export interface Stream {
  readonly personId: string
  readonly sessionUid: string
  readonly contexts: readonly Context[]
  send(message: LiveMessage): void
  close(): void
}

/** Brings what happened to the open streams of this instance. */
export interface Hub {
  /** Tells the stream what holds now, then what changes, until the returned function is called. */
  join(stream: Stream): Promise<() => void>
  readonly size: number
  close(): void
}

/** How far back events are told again after the connection to the database broke. */
const REPLAY_MS = 300_000

export function createHub({ db, log, now: clock }: Pick<Deps, 'db' | 'log' | 'now'>, notifications: Notifications, pairwise: Pairwise): Hub {
  const streams = new Set<Stream>()
  let lastSeq = 0
  // One after the other, so that messages arrive in the order in which things happened.
  let working: Promise<void> = Promise.resolve()
  const enqueue = (run: () => Promise<void>) => {
    working = working.then(run).catch((error: unknown) => log.error({ err: error }, 'a change could not be told to open pages'))
  }

  async function tellEvents(where: { seq: number } | { after: number }): Promise<void> {
    if (streams.size === 0) return
    const now = clock()
    await asPlatform(db, async (trx) => {
      const query = trx.selectFrom('events').selectAll().orderBy('seq')
      const events = await (
        'seq' in where ? query.where('seq', '=', where.seq) : query.where('seq', '>', where.after).where('received_at', '>', new Date(Date.now() - REPLAY_MS))
      ).execute()
      for (const event of events) {
        lastSeq = Math.max(lastSeq, event.seq)
        await tellEvent(trx, event, now)
      }
    })
  }

  async function tellEvent(trx: Kysely<Schema>, event: StoredEvent, now: number): Promise<void> {
    const groups = await groupsOfEvent(trx, event)
    const rules = await rulesIn(trx, event.municipality, now)
    const releases = await releasesFor(trx, rules, readReleases(db))
    for (const stream of streams) {
      const contextsByModule = new Map<string, string[]>()
      for (const context of stream.contexts) {
        if (!concerns(event, groups, context)) continue
        for (const { module, manifest } of modulesFor(rules, releases, context, stream.personId, now)) {
          if (manifest.isolation === 'link' || !manifest.hears.includes(event.type)) continue
          contextsByModule.set(module, [...(contextsByModule.get(module) ?? []), context.id])
        }
      }
      for (const [module, contexts] of contextsByModule) {
        const learner = event.learner_id === null ? {} : { learner: pairwise.mask(event.learner_id, module) }
        const group = event.group_id === null ? {} : { group: event.group_id }
        stream.send({
          type: 'event',
          module,
          contexts,
          name: event.type,
          id: event.id,
          time: event.time,
          data: { ...event.data, school: event.school_id, ...group, ...learner },
        })
      }
    }
  }

  function tellVersions(versions: Readonly<Record<string, number>>, to: Iterable<Stream>): void {
    for (const stream of to) {
      for (const municipality of new Set(stream.contexts.map((context) => context.municipality))) {
        const version = versions[municipality]
        if (version !== undefined) stream.send({ type: 'entitlements', municipality, version })
      }
    }
  }

  function take(notification: Notification): void {
    switch (notification.kind) {
      case 'entitlements':
        tellVersions({ [notification.municipality]: notification.version }, streams)
        break
      case 'event':
        enqueue(() => tellEvents({ seq: notification.seq }))
        break
      case 'ended':
        for (const stream of streams) {
          if (stream.personId !== notification.person || (notification.session !== null && stream.sessionUid !== notification.session)) continue
          stream.send({ type: 'ended', session: sessionName(stream.sessionUid) })
          stream.close()
        }
        break
    }
  }

  function catchUp(): void {
    enqueue(async () => {
      const municipalities = [...streams].flatMap((stream) => stream.contexts.map((context) => context.municipality))
      tellVersions(await tenantVersions(db, [...new Set(municipalities)]), streams)
      await tellEvents({ after: lastSeq })
    })
  }

  const unsubscribe = notifications.subscribe(take, catchUp)
  return {
    async join(stream) {
      streams.add(stream)
      const versions = await tenantVersions(db, [...new Set(stream.contexts.map(({ municipality }) => municipality))])
      tellVersions(versions, [stream])
      return () => void streams.delete(stream)
    },
    get size() {
      return streams.size
    },
    close() {
      unsubscribe()
      for (const stream of streams) stream.close()
      streams.clear()
    },
  }
}
