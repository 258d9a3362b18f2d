import { useHost } from '@digione/sdk/react'
import { useCallback } from 'react'
import { fetchSettings } from './settings-api.ts'
import { useLoaded } from './use-loaded.ts'

/** What is set of a service at a place, and what was before. @param school `null`: the whole municipality. */
export function useSettingsOf(module: string, school: string | null) {
  const host = useHost()
  const read = useCallback((signal: AbortSignal) => fetchSettings(host, module, school, signal), [host, module, school])
  const { loaded, load } = useLoaded(read)
  return { told: loaded, load }
}
