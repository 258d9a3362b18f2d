import { expect, test } from 'vitest'
import { reachedMs } from './report.ts'

const change = (askedAt: number, version: number) => ({ askedAt, answeredAt: askedAt + 10, version, on: true })

test('a stream knows a change once it is told of it or of a later one', () => {
  const { calm, troubled } = reachedMs(
    [change(0, 1), change(1000, 2), change(2000, 3)],
    [
      [
        { at: 40, version: 1 },
        { at: 2100, version: 3 },
      ],
    ],
    [],
  )
  expect(calm).toEqual({ count: 3, p50: 100, p99: 1100, max: 1100, untold: 0 })
  expect(troubled.count).toBe(0)
})

test('what never came is counted, and changes in a trouble by themselves', () => {
  const trouble = { from: 10_000, until: 12_000 }
  const { calm, troubled } = reachedMs([change(0, 1), change(9_500, 2), change(26_000, 3), change(40_000, 4)], [[{ at: 30_000, version: 3 }]], [trouble])
  expect(calm).toEqual({ count: 1, p50: 30_000, p99: 30_000, max: 30_000, untold: 1 })
  expect(troubled).toEqual({ count: 2, p50: 4_000, p99: 20_500, max: 20_500, untold: 0 })
})
