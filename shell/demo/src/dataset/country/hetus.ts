import { testHetu } from '../identifiers.ts'
import type { Gender } from '../names.ts'

const YEARS = { from: 1969, count: 28 }
const INDIVIDUALS = 49
const ALL = YEARS.count * 12 * 28 * INDIVIDUALS
/** Coprime to `ALL`, so that counting by it meets every code once, in an order that looks like none. */
const STEP = 7919

/**
 * Identity codes of the test range in an order that never repeats, so that nobody has to remember those that were given.
 * @param taken Codes that others have.
 * @throws {RangeError} after 460,992 of a gender: there are no more.
 */
export function hetuSequence(taken: ReadonlySet<string>): (gender: Gender) => string {
  const given = { female: 0, male: 0 }
  const pad = (value: number) => String(value).padStart(2, '0')
  return (gender) => {
    for (;;) {
      if (given[gender] >= ALL) throw new RangeError('Every identity code of the test range is given')
      let rest = (given[gender] * STEP) % ALL
      given[gender] += 1
      const next = (count: number) => {
        const value = rest % count
        rest = Math.floor(rest / count)
        return value
      }
      const born = `${YEARS.from + next(YEARS.count)}-${pad(1 + next(12))}-${pad(1 + next(28))}`
      const value = testHetu(born, 900 + next(INDIVIDUALS) * 2 + (gender === 'male' ? 1 : 0))
      if (!taken.has(value)) return value
    }
  }
}
