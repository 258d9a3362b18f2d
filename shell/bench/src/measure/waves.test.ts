import { expect, test } from 'vitest'
import { wavesOf } from './waves.ts'

const asked = (path: string, startedAt: number, endedAt: number | null) => ({ host: 'a.localhost', path, startedAt, endedAt })

test('requests that leave together are one wave, and one that comes a round trip after an answer is the next', () => {
  const page = asked('/', 0, 2)
  const scripts = [asked('/a.js', 73, 75), asked('/b.js', 74, 90)]
  const data = asked('/api', 150, 151)
  expect(wavesOf([page, ...scripts, data], 70)).toBe(3)
})

test('a request that comes sooner after an answer than the line allows did not wait for it', () => {
  expect(wavesOf([asked('/', 0, 2), asked('/a.js', 73, 75), asked('/b.js', 100, 101)], 70)).toBe(2)
})

test('nothing waits for a stream that stays open', () => {
  expect(wavesOf([asked('/', 0, 2), asked('/api/live', 73, null), asked('/api', 200, 201)], 70)).toBe(2)
})
