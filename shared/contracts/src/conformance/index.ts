export { hostConformance } from './host-conformance.ts'
export type { ConformanceBench, ConformanceCase, ConformanceSetup, ConformanceWorld } from './bench.ts'
