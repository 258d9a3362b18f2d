export { dataset } from './dataset/dataset.ts'
export type { Dataset } from './dataset/dataset.ts'
export type { DemoPerson } from './dataset/people.ts'
