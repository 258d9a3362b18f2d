import type { Me } from '@digione/contracts'

const KEY = 'digione.snapshot'

interface Snapshot {
  readonly me: Me
  /** When the platform said so, and when the log-in ends for idleness, in ms since the epoch. */
  readonly at: number
  readonly endsAt: number
}

/** What the platform last said of the person, in this tab alone: it goes with the log-in. */
export const snapshot = {
  keep: (me: Me, at: number): void => put({ me, at, endsAt: at + me.session.idleS * 1000 }),
  /** The person did something, so the log-in ends later. */
  extend(endsAt: number): void {
    const kept = read()
    if (kept) put({ ...kept, endsAt })
  },
  /** @returns `null` where there is none or the log-in has ended since. */
  get(now: number): Snapshot | null {
    const kept = read()
    return kept && kept.endsAt > now ? kept : null
  },
  drop: (): void => sessionStorage.removeItem(KEY),
}

function put(value: Snapshot): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(value))
  } catch {
    // Full with somebody's drafts, which are worth more.
    sessionStorage.removeItem(KEY)
  }
}

function read(): Snapshot | null {
  const kept = sessionStorage.getItem(KEY)
  return kept === null ? null : (JSON.parse(kept) as Snapshot)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether an answer is one about a person, rather than what a proxy or a network's own page says instead. */
export const isMe = (value: unknown): value is Me =>
  isObject(value) &&
  isObject(value['person']) &&
  Array.isArray(value['contexts']) &&
  isObject(value['releases']) &&
  isObject(value['tenants']) &&
  isObject(value['versions']) &&
  isObject(value['session']) &&
  Number.isFinite(value['session']['idleS'])
