/**
 * A bucket that fills steadily: whoever takes faster than it fills is refused.
 *
 * @param burst How many may be taken at once. @param perSecond How fast it fills.
 */
export function budget(burst: number, perSecond: number, now: () => number = () => performance.now()): { take(): boolean } {
  let left = burst
  let at = now()
  return {
    take() {
      const moment = now()
      left = Math.min(burst, left + ((moment - at) / 1000) * perSecond)
      at = moment
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
