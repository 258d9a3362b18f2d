import { isConnectionLoss } from '../problems.ts'

/** How many answers are remembered. */
const KEPT = 500

/**
 * Reads anew each time; while the database cannot be reached, gives what was read last.
 * @param nameOf Tells apart what is asked for.
 */
export function remembered<Asked, Given>(read: (asked: Asked) => Promise<Given>, nameOf: (asked: Asked) => string): (asked: Asked) => Promise<Given> {
  const last = new Map<string, Given>()
  return async (asked) => {
    const name = nameOf(asked)
    try {
      const given = await read(asked)
      // Set anew, so that what has not been asked for the longest goes first.
      last.delete(name)
      if (last.size >= KEPT) last.delete(last.keys().next().value ?? '')
      last.set(name, given)
      return given
    } catch (error) {
      const known = last.get(name)
      if (known === undefined || !isConnectionLoss(error)) throw error
      return known
    }
  }
}
