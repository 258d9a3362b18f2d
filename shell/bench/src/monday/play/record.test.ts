import { expect, test } from 'vitest'
import { quantile, Recorder, summarize, Unexpected } from './record.ts'

test('a quantile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([0.5, 0.95, 0.99, 1].map((share) => quantile(values, share))).toEqual([50, 95, 99, 100])
  expect(quantile([7], 0.5)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})

test('what failed is counted by its code, and not among the times', async () => {
  const recorder = new Recorder()
  recorder.phase = 'one'
  await recorder.time('me', async () => {})
  await expect(recorder.time('me', () => Promise.reject(new Unexpected('TOO_MANY_REQUESTS')))).rejects.toThrow('TOO_MANY_REQUESTS')
  const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET' })
  await expect(recorder.time('me', () => Promise.reject(new TypeError('fetch failed', { cause })))).rejects.toThrow('fetch failed')
  recorder.phase = 'two'
  await recorder.time('me', async () => {})
  const [me] = summarize(recorder.steps, 'one')
  expect(me).toMatchObject({ name: 'me', count: 3, problems: { TOO_MANY_REQUESTS: 1, ECONNRESET: 1 } })
  expect(me?.p99).toBeLessThan(1000)
})
