/** What a mounted module's element says in `data-state`. */
export type State = 'loading' | 'mounting' | 'ready' | 'failed' | 'unmounting' | 'gone'
export type Happening = 'loaded' | 'mounted' | 'failed' | 'retried' | 'left' | 'unmounted'

/** The one machine of a module's life. What is not listed cannot happen, and a late happening changes nothing. */
export const TRANSITIONS: Readonly<Record<State, Partial<Readonly<Record<Happening, State>>>>> = {
  loading: { loaded: 'mounting', failed: 'failed', left: 'gone' },
  mounting: { mounted: 'ready', failed: 'failed', left: 'unmounting' },
  ready: { failed: 'failed', left: 'unmounting' },
  failed: { retried: 'loading', left: 'gone' },
  unmounting: { unmounted: 'gone', failed: 'gone' },
  gone: {},
}

/** How long a module may stay in a state before it counts as failed, in milliseconds. */
export const TIMEOUTS_MS = { loading: 8000, mounting: 4000, unmounting: 3000 } as const satisfies Partial<Record<State, number>>

/** The state after `happening`, or `null` where the table has no such step. */
export const next = (state: State, happening: Happening): State | null => TRANSITIONS[state][happening] ?? null
