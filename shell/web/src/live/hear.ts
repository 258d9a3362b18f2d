import type { LiveMessage, VaultEvent } from '@digione/contracts'
import { tellMounts } from '../host/intents.ts'
import { refreshMe } from '../state/me.ts'
import { isLeavingForGood } from '../state/router.ts'
import { endSession, startSession } from '../state/session.ts'
import { useShell } from '../state/store.ts'
import { applyEntitlements } from './switching.ts'

const refresh = () => void refreshMe(applyEntitlements).catch(() => {})

function hearMessage(message: LiveMessage) {
  if (message.type === 'event')
    return tellMounts({ name: message.name, id: message.id, time: message.time, data: message.data }, message.contexts, message.module)
  if (message.type === 'ended') return endSession('logged-out')
  // A message that is no news, such as one that crossed with the answer it told of.
  if ((useShell.getState().me?.versions[message.municipality] ?? 0) < message.version) refresh()
}

/** What the vault tells unasked: facts, the state of the stream, and how the log-in fares. */
export function hear(event: VaultEvent) {
  if (event.event === 'live') return hearMessage(event.message)
  if (event.event === 'ended') return endSession(event.why)
  if (event.event === 'expiring') return useShell.setState({ expiringInS: event.inS })
  if (event.event === 'signed-in') {
    const { phase } = useShell.getState()
    // Somebody else: nothing of the first person's stays in this document.
    if (phase === 'signed-in' && !event.samePerson) return endSession('logged-out')
    if (phase !== 'signed-in' && !isLeavingForGood()) void startSession()
    return
  }
  const { stream, asOf } = useShell.getState()
  useShell.setState({ stream: event.state })
  // Whatever was told during the gap was missed.
  if (event.state !== 'down' && (stream === 'down' || asOf !== null)) refresh()
}
