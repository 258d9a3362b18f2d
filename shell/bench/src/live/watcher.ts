import type { Person } from '../monday/play/person.ts'

/** As the vault waits before it opens a stream anew. @see shell/web/src/vault/live.ts */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000

export interface Told {
  readonly at: number
  readonly version: number
}

/** One browser that listens for what is decided in its municipality, and comes back whenever its stream ends. */
export interface Watcher {
  /** Each version that was new to it, in the order in which it was told. */
  readonly told: readonly Told[]
  /** How often a stream of it ended. */
  readonly endings: number
  leave(): void
}

/**
 * @param person Logged in; several browsers may share one.
 * @param renew Logs the person in again, where the token has ended.
 */
export function watch(person: Person, municipality: string, renew: () => Promise<void>): Watcher {
  const told: Told[] = []
  const life = new AbortController()
  let endings = 0
  let failures = 0

  function hear(block: string): void {
    failures = 0
    const data = block.split('\n').find((line) => line.startsWith('data:'))
    if (!data) return
    const message = JSON.parse(data.slice(5)) as { type: string; municipality?: string; version?: number }
    if (message.type !== 'entitlements' || message.municipality !== municipality || message.version === undefined) return
    if (message.version > (told.at(-1)?.version ?? -1)) told.push({ at: performance.now(), version: message.version })
  }

  async function once(): Promise<void> {
    let rest = ''
    let end = () => {}
    const ended = new Promise<void>((tell) => (end = tell))
    const leave = await person.live((text) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      blocks.forEach(hear)
    }, end)
    life.signal.addEventListener('abort', leave)
    if (life.signal.aborted) leave()
    await ended
    life.signal.removeEventListener('abort', leave)
  }

  async function listen(): Promise<void> {
    while (!life.signal.aborted) {
      try {
        await once()
        if (!life.signal.aborted) endings += 1
      } catch (error) {
        if (error instanceof Error && /SESSION_EXPIRED|NOT_SIGNED_IN/.test(error.message)) await renew().catch(() => {})
      }
      failures += 1
      if (!life.signal.aborted) await new Promise((tell) => setTimeout(tell, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + Math.random())))
    }
  }
  void listen()
  return {
    told,
    get endings() {
      return endings
    },
    leave: () => life.abort(),
  }
}
