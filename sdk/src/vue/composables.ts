import type { Live } from '@digione/contracts'
import { inject, onScopeDispose, shallowRef } from 'vue'
import type { InjectionKey, ShallowRef } from 'vue'
import type { Host, Settings } from '../host.ts'

export const HostKey: InjectionKey<Host> = Symbol('digione host')

/** The present value of a `Live` as a ref, until the component is gone. */
export function useLive<T>(live: Live<T>): Readonly<ShallowRef<T>> {
  const ref = shallowRef(live.value)
  onScopeDispose(live.subscribe((value) => (ref.value = value)))
  return ref
}

/** The host of this mount. Its `t` is reactive: a template that shows a text shows it anew when the language changes. */
export function useHost(): Host {
  const host = inject(HostKey)
  if (!host) throw new Error('useHost was called outside of a module. Render the component inside vueApp.')
  return host
}

/** What the municipality configured, at present. */
export function useSettings(): Readonly<ShallowRef<Settings>> {
  return useLive(useHost().settings)
}

/** The host with a `t` that depends on the language, for Vue's tracking; and what ends the following of it. */
export function withReactiveTexts(host: Host): { host: Host; stop: () => void } {
  const locale = shallowRef(host.locale.value)
  const stop = host.locale.subscribe((value) => (locale.value = value))
  const t: Host['t'] = (key, values) => {
    void locale.value
    return host.t(key, values)
  }
  // An empty target: a frozen host could not answer through a proxy of itself with another `t`.
  const reactive = new Proxy({} as Host, { get: (_, member) => (member === 't' ? t : Reflect.get(host, member)), has: (_, member) => member in host })
  return { host: reactive, stop }
}
