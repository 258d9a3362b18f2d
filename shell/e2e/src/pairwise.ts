export { allOf, pairsOf, pairwise } from '@digione/probes'
export type { Combination } from '@digione/probes'

/** Whether every combination is asked for, by `E2E_THOROUGH=1`, and not only those that cover each pair. */
export const isThorough = process.env['E2E_THOROUGH'] === '1'
/** What a test that goes through combinations may take, in ms. */
export const COMBINATIONS_TIMEOUT_MS = isThorough ? 1_200_000 : 480_000
