export { testHost } from './test-host.ts'
export type { ApiHandler, TestHost, TestHostOptions } from './test-host.ts'
export { hostConformance } from './conformance.ts'
export type { ConformanceBench, ConformanceCase, ConformanceSetup, ConformanceWorld } from './bench.ts'
