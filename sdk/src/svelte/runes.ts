import type { Live } from '@digione/contracts'
import { getContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import type { Host, Settings } from '../host.ts'

export const HOST = Symbol('digione host')

/** A value that a template or an effect follows where it reads `current`. */
export interface Current<T> {
  readonly current: T
}

/** The present value of a `Live`. A `Live` is a Svelte store as well: `$locale` follows it in a component, too. */
export function useLive<T>(live: Live<T>): Current<T> {
  const follow = followed(live)
  return {
    get current() {
      follow()
      return live.value
    },
  }
}

/** The host of this mount. Its `t` is reactive: a template that shows a text shows it anew when the language changes. */
export function useHost(): Host {
  const host = getContext<Host | undefined>(HOST)
  if (!host) throw new Error('useHost was called outside of a module. Render the component inside svelteApp.')
  return host
}

/** What the municipality configured, at present. */
export function useSettings(): Current<Settings> {
  return useLive(useHost().settings)
}

/** The host with a `t` that depends on the language, for Svelte's tracking. */
export function withReactiveTexts(host: Host): Host {
  const follow = followed(host.locale)
  const t: Host['t'] = (key, values) => {
    follow()
    return host.t(key, values)
  }
  // An empty target: a frozen host could not answer through a proxy of itself with another `t`.
  return new Proxy({} as Host, { get: (_, member) => (member === 't' ? t : Reflect.get(host, member)), has: (_, member) => member in host })
}

/** Called where something reads a value, it makes that depend on the value's changes, for as long as it stands. */
function followed<T>(live: Live<T>): () => void {
  return createSubscriber((update) => {
    // The first call tells what is there already.
    let isNews = false
    const stop = live.subscribe(() => {
      if (isNews) update()
    })
    isNews = true
    return stop
  })
}
