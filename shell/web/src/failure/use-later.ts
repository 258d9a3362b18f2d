import { useEffect, useState } from 'react'

/** What is fetched when somebody needs it: `null` until it is there. */
export type Fetched<T> = T | null | 'failed'

/** @param load The same function for the same thing; `undefined` for what there is not. */
export function useLater<T>(load: (() => Promise<T>) | undefined): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<{ readonly by: typeof load; readonly value: T }>>(null)
  useEffect(() => {
    let isWanted = true
    const take = (value: typeof fetched) => isWanted && setFetched(value)
    load?.().then(
      (value) => take({ by: load, value }),
      () => take('failed'),
    )
    return () => {
      isWanted = false
    }
  }, [load])
  if (!fetched || fetched === 'failed') return fetched
  return fetched.by === load ? fetched.value : null
}
