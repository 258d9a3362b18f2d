import type { Host } from '../host.ts'
import type { MountParcel } from './parcels.ts'

/** What a lifecycle gets: single-spa's own names, and the host. */
export interface LifecycleProps {
  /** The module's id; with a number where it stands several times at once, so that each mount has its own. */
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
  /** Mounts a parcel within this mount: it goes with it, at the latest. */
  readonly mountParcel: MountParcel
}

/** One function, or several that run in turn. */
export type Lifecycle = LifecycleFunction | readonly LifecycleFunction[]
type LifecycleFunction = (props: LifecycleProps) => Promise<unknown>

/** What a single-spa application or parcel exports. `update` belongs to parcels: what changes for an application is live in the host. */
export interface Lifecycles {
  readonly bootstrap?: Lifecycle
  readonly mount: Lifecycle
  readonly unmount: Lifecycle
  readonly update?: Lifecycle
}

export async function runAll(lifecycle: Lifecycle, props: LifecycleProps): Promise<void> {
  for (const run of typeof lifecycle === 'function' ? [lifecycle] : lifecycle) await run(props)
}
