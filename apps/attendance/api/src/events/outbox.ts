import { PlatformRefusal } from '@digione/sdk/server'
import type { EventToPublish } from '@digione/sdk/server'
import type { Database } from '../database.ts'
import type { Log } from '../log.ts'
import type { Place } from '../place.ts'
import type { LessonRef } from '../wire.ts'

export interface Fact extends LessonRef {
  readonly type: 'attendance.marked.v1' | 'attendance.explained.v1'
  /** Absent: a fact of the whole lesson, which only the school's staff hear. */
  readonly learner?: string
  /** What it is now. Never a reason: whoever may see that asks this module. */
  readonly state: 'present' | 'late' | 'absent' | 'marked' | 'open' | 'explained' | 'unexplained'
}

/** Puts a fact in the queue to the platform, in the transaction in which it came true. */
export function tell(database: Database, place: Place, { type, learner, group, date, slot, state }: Fact, at: string): void {
  const event: EventToPublish = {
    id: crypto.randomUUID(),
    time: at,
    type,
    municipality: place.municipality,
    school: place.school,
    group,
    ...(learner === undefined ? {} : { learner }),
    matter: 'attendance',
    data: { date, slot, state },
  }
  database.prepare('insert into outbox (event) values (?)').run(JSON.stringify(event))
}

const RETRY_MS = 2000

export interface Relay {
  /** Sends what is waiting; call after a commit. */
  wake(): void
  /** Ends after the event in hand. What waits is sent after the next start. */
  stop(): Promise<void>
}

/** Sends the queue to the platform in order, each fact at least once; the event's id makes it count once. */
export function startRelay(database: Database, publish: (event: EventToPublish) => Promise<void>, log: Log): Relay {
  const next = database.prepare('select seq, event from outbox order by seq limit 1')
  const done = database.prepare('delete from outbox where seq = ?')
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  const stopping = new AbortController()

  async function run(): Promise<void> {
    for (let row = next.get(); row && !stopping.signal.aborted; row = next.get()) {
      try {
        await publish(JSON.parse(String(row['event'])) as EventToPublish)
      } catch (error) {
        const isRefused = error instanceof PlatformRefusal && error.status < 500 && error.status !== 429 && error.status !== 401
        log({
          level: 'warn',
          event: isRefused ? 'event.refused' : 'event.delayed',
          seq: Number(row['seq']),
          why: error instanceof Error ? error.message : String(error),
        })
        // A refusal is final, for example where the module is off at the school; the fact itself stays in the store.
        if (!isRefused) {
          timer = setTimeout(wake, RETRY_MS)
          return
        }
      }
      done.run(Number(row['seq']))
    }
  }

  function wake(): void {
    if (running || stopping.signal.aborted) return
    clearTimeout(timer)
    running = run().finally(() => {
      running = null
    })
  }

  wake()
  return {
    wake,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}
