import type { App, Cleanup, Messages, Slot } from '@digione/contracts'
import { defineApp } from '../define-app.ts'
import type { Host, SlotMount } from '../host.ts'

/** What a lifecycle gets: single-spa's own names, and the host. */
export interface LifecycleProps {
  /** The module's id. */
  readonly name: string
  /** Where to render; each mount has its own. */
  readonly domElement: HTMLElement
  readonly host: Host
  /** Where the application's own addresses start, such as `/espoo/homework`: the base of its router. */
  readonly base: string
  /** Of a widget: where the module's page is. */
  readonly pageHref?: string
  /** What of single-spa itself has a meaning here: there is one history, the platform's. */
  readonly singleSpa: { navigateToUrl(address: string | { readonly currentTarget: { readonly href: string }; preventDefault(): void }): void }
}

/** One function, or several that run in turn. */
export type Lifecycle = LifecycleFunction | readonly LifecycleFunction[]
type LifecycleFunction = (props: LifecycleProps) => Promise<unknown>

/** What a single-spa application exports. `update` belongs to parcels; the platform never calls it: what changes is live in the host. */
export interface Lifecycles {
  readonly bootstrap?: Lifecycle
  readonly mount: Lifecycle
  readonly unmount: Lifecycle
  readonly update?: Lifecycle
}

export interface LifecycleOptions {
  readonly messages?: Messages
  /** Widgets by slot, with lifecycles of their own. */
  readonly cards?: Partial<Readonly<Record<Slot, Lifecycles>>>
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
export function fromLifecycles(page: Lifecycles, { messages, cards = {} }: LifecycleOptions = {}): App {
  const slots = Object.entries(cards).map(([slot, card]): [string, SlotMount] => {
    const start = starter(card)
    return [slot, (el, host, { pageHref }) => start(propsOf(el, host, pageHref))]
  })
  const start = starter(page)
  return defineApp({ messages, mount: (el, host) => start(propsOf(el, host)), slots: Object.fromEntries(slots) })
}

function starter({ bootstrap = [], mount, unmount }: Lifecycles): (props: LifecycleProps) => Promise<Cleanup> {
  let bootstrapped: Promise<void> | null = null
  return async (props) => {
    bootstrapped ??= runAll(bootstrap, props).catch((error: unknown) => {
      bootstrapped = null
      throw error
    })
    await bootstrapped
    // Who left while it was starting sees nothing of it, and there is nothing to take away.
    if (props.host.signal.aborted) return () => {}
    await runAll(mount, props)
    return () => void runAll(unmount, props).catch((error: unknown) => props.host.report(error))
  }
}

async function runAll(lifecycle: Lifecycle, props: LifecycleProps): Promise<void> {
  for (const run of typeof lifecycle === 'function' ? [lifecycle] : lifecycle) await run(props)
}

function propsOf(domElement: HTMLElement, host: Host, pageHref?: string): LifecycleProps {
  const navigateToUrl: LifecycleProps['singleSpa']['navigateToUrl'] = (address) => {
    if (typeof address === 'string') return host.go(pathOf(address))
    address.preventDefault()
    host.go(pathOf(address.currentTarget.href))
  }
  return { name: host.app.id, domElement, host, base: host.app.base, singleSpa: { navigateToUrl }, ...(pageHref === undefined ? {} : { pageHref }) }
}

/** The part of an address that the platform's history knows. */
function pathOf(address: string): string {
  const { pathname, search, hash } = new URL(address, 'http://platform.invalid')
  return pathname + search + hash
}
