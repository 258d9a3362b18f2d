import { runAll } from './lifecycles.ts'
import type { LifecycleProps, Lifecycles } from './lifecycles.ts'

/** single-spa's words for where a parcel is. */
export type ParcelStatus =
  | 'LOADING_SOURCE_CODE'
  | 'NOT_BOOTSTRAPPED'
  | 'BOOTSTRAPPING'
  | 'NOT_MOUNTED'
  | 'MOUNTING'
  | 'MOUNTED'
  | 'UPDATING'
  | 'UNMOUNTING'
  | 'SKIP_BECAUSE_BROKEN'

export interface ParcelProps {
  readonly domElement: HTMLElement
  readonly [name: string]: unknown
}

/** A parcel's lifecycles, and what it is called where somebody looks for it. */
export interface ParcelConfig extends Lifecycles {
  readonly name?: string
}

export interface Parcel {
  /** Mounts it again after it was unmounted. */
  mount(): Promise<null>
  unmount(): Promise<null>
  /** Gives it other props. There where its lifecycles have `update`, once it has loaded. */
  update?: (props: Readonly<Record<string, unknown>>) => Promise<null>
  getStatus(): ParcelStatus
  readonly loadPromise: Promise<null>
  readonly bootstrapPromise: Promise<null>
  readonly mountPromise: Promise<null>
  /** Settles when it has been unmounted for the first time. */
  readonly unmountPromise: Promise<null>
}

/** @param config The parcel's lifecycles, or a function that loads them. */
export type MountParcel = (config: ParcelConfig | (() => Promise<ParcelConfig>), props: ParcelProps) => Parcel

let parcels = 0
/** Where a parcel is as long as nothing of it is there to be taken away. */
const BEFORE: ReadonlySet<ParcelStatus> = new Set(['LOADING_SOURCE_CODE', 'NOT_BOOTSTRAPPED', 'BOOTSTRAPPING'])

/** The parcels that stand within one mount. */
export function parcelsIn(owner: Omit<LifecycleProps, 'mountParcel'>): {
  readonly mountParcel: MountParcel
  areStanding(): boolean
  unmountAll(): Promise<void>
} {
  const standing = new Set<Parcel>()
  return {
    mountParcel(config, props) {
      if (!(props.domElement instanceof HTMLElement)) throw new Error('A parcel is mounted with a domElement to be in.')
      return openParcel(config, props, owner, standing)
    },
    areStanding: () => standing.size > 0,
    async unmountAll() {
      for (const parcel of standing) await parcel.unmount().catch((error: unknown) => owner.host.report(error))
    },
  }
}

function openParcel(
  config: Parameters<MountParcel>[0],
  given: ParcelProps,
  { host, base, singleSpa }: Omit<LifecycleProps, 'mountParcel'>,
  standing: Set<Parcel>,
): Parcel {
  let status: ParcelStatus = 'LOADING_SOURCE_CODE'
  let custom: Readonly<Record<string, unknown>> = given
  let lifecycles: ParcelConfig | null = null
  let isGone = false
  const id = `parcel-${++parcels}`
  const own = () => ({ ...custom, name: lifecycles?.name ?? id, domElement: given.domElement, host, base, singleSpa, unmountSelf: () => parcel.unmount() })
  const nested = parcelsIn(own())
  const props = (): LifecycleProps => ({ ...own(), mountParcel: nested.mountParcel })

  /** Steps come one after the other; one that fails leaves the parcel broken, as in single-spa. */
  async function step(name: 'bootstrap' | 'mount' | 'unmount' | 'update', during: ParcelStatus, after: ParcelStatus): Promise<null> {
    status = during
    try {
      await runAll(lifecycles?.[name] ?? [], props())
      status = after
      return null
    } catch (error) {
      status = 'SKIP_BECAUSE_BROKEN'
      throw error
    }
  }
  async function load(): Promise<null> {
    try {
      lifecycles = await (typeof config === 'function' ? config() : config)
    } catch (error) {
      status = 'SKIP_BECAUSE_BROKEN'
      throw error
    }
    status = 'NOT_BOOTSTRAPPED'
    if (lifecycles.update)
      parcel.update = (next) => {
        custom = { ...custom, ...next }
        return step('update', 'UPDATING', 'MOUNTED')
      }
    return null
  }
  async function mount(): Promise<null> {
    if (isGone) return null
    if (status !== 'NOT_MOUNTED') throw new Error(`The parcel ${id} cannot be mounted: it is ${status}.`)
    standing.add(parcel)
    return step('mount', 'MOUNTING', 'MOUNTED')
  }

  let unmounted: (settled: Promise<null>) => void = () => {}
  const unmountPromise = new Promise<null>((resolve) => (unmounted = resolve))
  const loadPromise = Promise.resolve().then(load)
  const bootstrapPromise = loadPromise.then(() => step('bootstrap', 'BOOTSTRAPPING', 'NOT_MOUNTED'))
  const parcel: Parcel = {
    mount,
    async unmount() {
      standing.delete(parcel)
      // Whoever takes it away before it has come waits for nothing.
      if (BEFORE.has(status)) isGone = true
      else await mountPromise.catch(() => null)
      if (status !== 'MOUNTED') return null
      await nested.unmountAll()
      const going = step('unmount', 'UNMOUNTING', 'NOT_MOUNTED')
      unmounted(going)
      return going
    },
    getStatus: () => status,
    loadPromise,
    bootstrapPromise,
    mountPromise: bootstrapPromise.then(mount),
    unmountPromise,
  }
  const { mountPromise } = parcel
  standing.add(parcel)
  // Whoever mounts it hears of a failure by the promise that they look at, and the platform where they look at none.
  mountPromise.catch((error: unknown) => host.report(error))
  unmountPromise.catch(() => {})
  return parcel
}
