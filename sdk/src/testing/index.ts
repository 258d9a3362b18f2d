export { testHost } from './test-host.ts'
export type { ApiHandler, TestHost, TestHostOptions } from './test-host.ts'
export { hostConformance } from '@digione/contracts/conformance'
export type { ConformanceBench, ConformanceCase, ConformanceSetup, ConformanceWorld } from '@digione/contracts/conformance'
