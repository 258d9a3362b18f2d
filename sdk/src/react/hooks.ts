import type { Live } from '@digione/contracts'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Host, Settings } from '../host.ts'

export const HostContext = createContext<Host | null>(null)

/** The present value of a `Live`; the component renders anew when it changes. */
export function useLive<T>(live: Live<T>): T {
  return useSyncExternalStore(
    (changed) => live.subscribe(() => changed()),
    () => live.value,
    () => live.value,
  )
}

/** The host of this mount. A component that uses it renders anew when the language changes, so `host.t` is always right. */
export function useHost(): Host {
  const host = useContext(HostContext)
  if (!host) throw new Error('useHost was called outside of a module. Render the component inside reactApp.')
  useLive(host.locale)
  return host
}

/** What the municipality configured, at present. */
export function useSettings(): Settings {
  return useLive(useHost().settings)
}
