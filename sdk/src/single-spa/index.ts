export { fromLifecycles } from './from-lifecycles.ts'
export type { Lifecycle, LifecycleOptions, LifecycleProps, Lifecycles } from './from-lifecycles.ts'
