import { useHost } from '@digione/sdk/react'
import { useCallback, useEffect, useState } from 'react'

export type Loaded<T> = { readonly state: 'loading' } | { readonly state: 'failed' } | { readonly state: 'ready'; readonly value: T }

/** Loads something, and again where the person comes back to the page. */
export function useLoaded<T>(read: (signal: AbortSignal) => Promise<T>) {
  const host = useHost()
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' })
  const load = useCallback(async () => {
    try {
      setLoaded({ state: 'ready', value: await read(host.signal) })
    } catch (error) {
      if (host.signal.aborted) return
      host.report(error)
      setLoaded((shown) => (shown.state === 'ready' ? shown : { state: 'failed' }))
    }
  }, [host, read])
  useEffect(() => {
    void load()
    const whenSeen = () => document.visibilityState === 'visible' && void load()
    document.addEventListener('visibilitychange', whenSeen)
    return () => document.removeEventListener('visibilitychange', whenSeen)
  }, [load])
  return { loaded, load, setLoaded }
}
