import type { VaultEvent } from '@digione/contracts'
import { askPlatformJson } from './request.ts'
import { hearTabs, tellTabs } from './tabs.ts'

const WARNING_S = 120
const THROTTLE_MS = 60_000
const TICK_MS = 1_000

/** Watches when the log-in ends for idleness, warns, and tells the platform of activity at most once a minute. */
export function createIdle(onEvent: (event: Extract<VaultEvent, { event: 'expiring' }>) => void, onEnd: () => void, onLonger: (endsAt: number) => void) {
  let endsAt = Infinity
  let toldAt = 0
  let hasWarned = false

  function until(at: number): void {
    endsAt = at
    hasWarned = false
  }
  hearTabs((message) => {
    if (message.kind !== 'active' || message.endsAt <= endsAt) return
    until(message.endsAt)
    onLonger(endsAt)
  })
  setInterval(() => {
    const leftS = Math.round((endsAt - Date.now()) / 1000)
    if (leftS <= 0) {
      endsAt = Infinity
      onEnd()
    } else if (leftS <= WARNING_S && !hasWarned) {
      hasWarned = true
      onEvent({ event: 'expiring', inS: leftS })
    }
  }, TICK_MS)

  return {
    /** The platform said how long the log-in holds. */
    endsIn: (seconds: number) => until(Date.now() + seconds * 1000),
    off: () => until(Infinity),
    async active(): Promise<void> {
      // Close to the end every sign of life counts.
      if (Date.now() - toldAt < THROTTLE_MS && !hasWarned) return
      toldAt = Date.now()
      const { idleS } = await askPlatformJson<{ idleS: number }>('/api/active', { method: 'POST' })
      until(Date.now() + idleS * 1000)
      onLonger(endsAt)
      tellTabs({ kind: 'active', endsAt })
    },
  }
}
