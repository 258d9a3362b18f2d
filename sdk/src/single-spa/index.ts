export { fromLifecycles } from './from-lifecycles.ts'
export type { LifecycleOptions } from './from-lifecycles.ts'
export type { Lifecycle, LifecycleProps, Lifecycles } from './lifecycles.ts'
export type { MountParcel, Parcel, ParcelConfig, ParcelProps, ParcelStatus } from './parcels.ts'
