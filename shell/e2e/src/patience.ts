import { isThorough } from './pairwise.ts'

/**
 * How long something of a developer's or a frame's may take. The time itself is asked for in the soak, which has its machine to itself; `npm test` runs several
 * products at a time on whatever machine there is, allows five times as much, and prints what it measured.
 */
export const allowed = (ms: number): number => (isThorough ? ms : 5 * ms)
