import { expect, test } from 'vitest'
import { isResting, noteSuccess, noteThrow } from './breaker.ts'

test('three failures in a row rest a release for half a minute', () => {
  for (const at of [0, 1000, 2000]) {
    expect(isResting('a@1', at)).toBe(false)
    noteThrow('a@1', at)
  }
  expect([isResting('a@1', 3000), isResting('a@1', 33_000)]).toEqual([true, false])
})

test('after its rest one more failure is enough', () => {
  for (const at of [0, 1, 2]) noteThrow('b@1', at)
  expect(isResting('b@1', 40_000)).toBe(false)
  noteThrow('b@1', 40_000)
  expect(isResting('b@1', 41_000)).toBe(true)
})

test('a success in between starts the count anew, and other releases are not concerned', () => {
  noteThrow('c@1', 0)
  noteThrow('c@1', 1)
  noteSuccess('c@1')
  noteThrow('c@1', 2)
  expect([isResting('c@1', 3), isResting('d@1', 3)]).toEqual([false, false])
})
