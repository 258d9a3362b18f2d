import { isThorough } from './pairwise.ts'

/** In a soak, and in the run on PostgreSQL, which `npm test` makes last and alone. */
const hasMachineToItself = isThorough || process.env['E2E_DATABASE_URL'] !== undefined

/**
 * How long something may take. The time itself is asked for where nothing else runs. Before that `npm test` runs several products at a
 * time on whatever machine there is: five times as much is allowed there, and what was measured is printed.
 */
export const allowed = (ms: number): number => (hasMachineToItself ? ms : 5 * ms)
