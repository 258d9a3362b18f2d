import type { Live } from '@digione/contracts'

/** A `Live` that a test changes. */
export function liveValue<T>(first: T): Live<T> & { set(value: T): void } {
  let value = first
  const runs = new Set<(value: T) => void>()
  return {
    get value() {
      return value
    },
    subscribe(run) {
      // One wrapper for each call: the same function may subscribe twice and end one of them.
      const own = (next: T) => run(next)
      runs.add(own)
      run(value)
      return () => void runs.delete(own)
    },
    set(next) {
      if (Object.is(next, value)) return
      value = next
      // Those of now: one that is added meanwhile is told by its own subscription.
      for (const run of Array.from(runs)) run(next)
    },
  }
}
