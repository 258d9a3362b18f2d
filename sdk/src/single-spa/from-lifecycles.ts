import type { App, Cleanup, Messages, Slot } from '@digione/contracts'
import { defineApp } from '../define-app.ts'
import type { Host, SlotMount } from '../host.ts'
import { runAll } from './lifecycles.ts'
import type { LifecycleProps, Lifecycles } from './lifecycles.ts'
import { parcelsIn } from './parcels.ts'

export interface LifecycleOptions {
  readonly messages?: Messages
  /** Widgets by slot, with lifecycles of their own. */
  readonly cards?: Partial<Readonly<Record<Slot, Lifecycles>>>
  /** Props besides the platform's, such as a root configuration gives. */
  readonly customProps?: Readonly<Record<string, unknown>>
}

/**
 * A module from single-spa lifecycles, as they are.
 *
 * `bootstrap` runs once, again only after it failed. `mount` and `unmount` run for every place that the module stands in,
 * several at once on a desktop: what belongs to one mount is found by its `domElement`.
 *
 * @example
 * export default fromLifecycles({ bootstrap, mount, unmount })
 */
export const fromLifecycles = (page: Lifecycles, options: LifecycleOptions = {}): App => appOf(page, options, (host) => host.app.base)

/** @param baseOf Where the application takes its addresses to start. */
export function appOf(page: Lifecycles, { messages, cards = {}, customProps = {} }: LifecycleOptions, baseOf: (host: Host) => string): App {
  const props = (domElement: HTMLElement, host: Host, pageHref?: string): OwnProps => ({
    ...customProps,
    domElement,
    host,
    base: baseOf(host),
    singleSpa: { navigateToUrl: navigateBy(host, baseOf(host)) },
    ...(pageHref === undefined ? {} : { pageHref }),
  })
  const names = new Set<string>()
  const slots = Object.entries(cards).map(([slot, card]): [string, SlotMount] => {
    const start = starter(card, names)
    return [slot, (el, host, { pageHref }) => start(props(el, host, pageHref))]
  })
  const start = starter(page, names)
  return defineApp({ messages, mount: (el, host) => start(props(el, host)), slots: Object.fromEntries(slots) })
}

type OwnProps = Omit<LifecycleProps, 'mountParcel' | 'name'>

/**
 * A name for a mount that none has which stands: libraries of single-spa's family keep what belongs to a mount by its name, since a
 * root of single-spa's mounts no application twice.
 */
function freeName(id: string, taken: ReadonlySet<string>): string {
  let name = id
  for (let number = 2; taken.has(name); number++) name = `${id}-${number}`
  return name
}

function starter({ bootstrap = [], mount, unmount }: Lifecycles, names: Set<string>): (own: OwnProps) => Promise<Cleanup> {
  let bootstrapped: Promise<void> | null = null
  return async (own) => {
    const { host } = own
    const name = freeName(host.app.id, names)
    names.add(name)
    const parcels = parcelsIn({ ...own, name })
    const props: LifecycleProps = { ...own, name, mountParcel: parcels.mountParcel }
    try {
      bootstrapped ??= runAll(bootstrap, props).catch((error: unknown) => {
        bootstrapped = null
        throw error
      })
      await bootstrapped
      // Who left while it was starting sees nothing of it, and there is nothing to take away.
      if (host.signal.aborted) {
        names.delete(name)
        return () => {}
      }
      await runAll(mount, props)
    } catch (error) {
      names.delete(name)
      throw error
    }
    const end = async () => {
      // At once where nothing goes before it: what follows a clean-up finds it done.
      if (parcels.areStanding()) await parcels.unmountAll()
      await runAll(unmount, props)
    }
    return () =>
      void end()
        .catch((error: unknown) => host.report(error))
        .finally(() => names.delete(name))
  }
}

function navigateBy(host: Host, base: string): LifecycleProps['singleSpa']['navigateToUrl'] {
  return (address) => {
    if (typeof address !== 'string') address.preventDefault()
    const { pathname, search, hash } = new URL(typeof address === 'string' ? address : address.currentTarget.href, `http://platform.invalid${base}`)
    const isOwn = pathname === base || pathname.startsWith(`${base}/`)
    host.go((isOwn ? host.app.base + pathname.slice(base.length) : pathname) + search + hash)
  }
}
