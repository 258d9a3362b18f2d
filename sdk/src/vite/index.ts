export { digione } from './digione.ts'
export type { DigioneOptions } from './digione.ts'
