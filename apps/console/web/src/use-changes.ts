import { useHost } from '@digione/sdk/react'
import { useCallback, useState } from 'react'
import { fetchChange, fetchChanges } from './changes-api.ts'
import type { Change, ChangeInFull } from './changes-api.ts'
import { AcceptanceNeeded, ChangedMeanwhile } from './platform-api.ts'
import { useLoaded } from './use-loaded.ts'

export interface Changes {
  readonly fourEyes: boolean
  readonly open: readonly Change[]
  readonly made: readonly Change[]
  /** What older ones are asked for by; `null` where there are none. */
  readonly next: number | null
}

/** Every change that is planned or waits, and those that were made last. */
export function useChanges() {
  const host = useHost()
  const read = useCallback(
    async (signal: AbortSignal): Promise<Changes> => {
      const [open, made] = await Promise.all([fetchChanges(host, 'open', null, signal), fetchChanges(host, 'made', null, signal)])
      return { fourEyes: open.fourEyes, open: open.changes, made: made.changes, next: made.next }
    },
    [host],
  )
  const { loaded, load, setLoaded } = useLoaded(read)
  const older = async () => {
    if (loaded.state !== 'ready' || loaded.value.next === null) return
    const part = await fetchChanges(host, 'made', loaded.value.next, host.signal)
    setLoaded((shown) =>
      shown.state === 'ready' ? { state: 'ready', value: { ...shown.value, made: [...shown.value.made, ...part.changes], next: part.next } } : shown,
    )
  }
  return { changes: loaded, load, older }
}

/** One change with what it would do now. */
export function useChange(id: string) {
  const host = useHost()
  const read = useCallback((signal: AbortSignal): Promise<ChangeInFull> => fetchChange(host, id, signal), [host, id])
  const { loaded, load } = useLoaded(read)
  return { found: loaded, load }
}

/** Runs steps of a change, one at a time; what fails is said in a sentence, and what is there is read anew. */
export function useStep(load: () => Promise<void>, whatChanged: 'planChangedMeanwhile' | 'acceptChanged' = 'planChangedMeanwhile') {
  const host = useHost()
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  return {
    isBusy,
    failed,
    /** @returns What `step` gave; `null` where it failed. */
    async run<T>(step: () => Promise<T>): Promise<T | null> {
      if (isBusy) return null
      setBusy(true)
      setFailed(null)
      try {
        return await step()
      } catch (error) {
        if (host.signal.aborted) return null
        const isChanged = error instanceof ChangedMeanwhile
        if (!isChanged && !(error instanceof AcceptanceNeeded)) host.report(error)
        setFailed(host.t(error instanceof AcceptanceNeeded ? 'acceptFirst' : isChanged ? whatChanged : 'planFailed'))
        await load()
        return null
      } finally {
        setBusy(false)
      }
    },
  }
}
