import type { Live } from '@digione/contracts'
import type { StoreApi } from 'zustand'

/** A part of the shell's state as a module sees it, until `signal` aborts. */
export function liveFrom<State, T>(store: Pick<StoreApi<State>, 'getState' | 'subscribe'>, select: (state: State) => T, signal: AbortSignal): Live<T> {
  return {
    get value() {
      return select(store.getState())
    },
    subscribe(run) {
      let last = select(store.getState())
      run(last)
      if (signal.aborted) return () => {}
      const stop = store.subscribe((state) => {
        const value = select(state)
        if (Object.is(value, last)) return
        last = value
        run(value)
      })
      signal.addEventListener('abort', stop, { once: true })
      return () => {
        stop()
        signal.removeEventListener('abort', stop)
      }
    },
  }
}
