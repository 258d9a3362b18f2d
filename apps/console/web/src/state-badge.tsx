import { useHost } from '@digione/sdk/react'
import type { PlaceState } from './platform-api.ts'

const LOOKS = {
  on: { status: 'success', icon: 'check-circle' },
  off: { status: 'neutral', icon: 'x-circle' },
  partly: { status: 'warning', icon: 'alert-circle' },
  stopped: { status: 'danger', icon: 'minus-circle' },
} as const

/** What is stopped is on for nobody, whatever is decided. */
export function StateBadge({ state }: { readonly state: PlaceState['state'] | 'stopped' }) {
  const host = useHost()
  return (
    <span className="d1-badge" data-status={LOOKS[state].status}>
      <d1-icon name={LOOKS[state].icon} />
      {host.t(state === 'stopped' ? 'isStopped' : state)}
    </span>
  )
}
