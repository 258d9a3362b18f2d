import { expect, test } from 'vitest'
import { MORNING, PLANNED_PER_S, rateAt, waitFor } from './arrivals.ts'

test('arrivals triple within a minute', () => {
  const rising = MORNING.find(({ from, to }) => to > from)
  if (!rising) throw new Error('nothing rises')
  expect(rising.seconds).toBeLessThanOrEqual(60)
  expect(rateAt(rising, 0)).toBe(PLANNED_PER_S)
  expect(rateAt(rising, rising.seconds)).toBe(3 * PLANNED_PER_S)
  expect(rateAt(rising, 1000)).toBe(3 * PLANNED_PER_S)
})

test('on average so many arrive a second as are meant to', () => {
  const waits = Array.from({ length: 1000 }, (_, at) => waitFor(7.5, (at + 0.5) / 1000))
  expect(waits.every((wait) => wait > 0 && Number.isFinite(wait))).toBe(true)
  expect(1000 / waits.reduce((sum, wait) => sum + wait, 0)).toBeCloseTo(7.5, 1)
})
