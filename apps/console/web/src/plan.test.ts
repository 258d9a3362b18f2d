// @vitest-environment node
import { expect, test } from 'vitest'
import { clockOf, instantOf, shortTime } from './formats.ts'
import { decisionOf, EMPTY, formOf, mistakesOf } from './plan.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const mistakes = (part: Partial<typeof EMPTY>) => Object.fromEntries(mistakesOf({ ...EMPTY, ...part }, NOW))

test('a day and a time are those of Finland, in summer and in winter', () => {
  expect(instantOf('2027-08-01', '00:00')).toBe('2027-07-31T21:00:00.000Z')
  expect(instantOf('2027-01-07', '08:15')).toBe('2027-01-07T06:15:00.000Z')
  expect(clockOf('2027-07-31T21:00:00.000Z')).toEqual({ date: '2027-08-01', time: '00:00' })
})

test('a time that no clock shows is none, and of an hour that comes twice it is the first', () => {
  expect(instantOf('2027-03-28', '03:30')).toBeNull()
  expect(instantOf('2027-10-31', '03:30')).toBe('2027-10-31T00:30:00.000Z')
  expect([instantOf('', '00:00'), instantOf('2027-13-01', '00:00'), instantOf('2027-08-01', '')]).toEqual([null, null, null])
})

test('midnight is told as the day that begins', () => {
  expect(shortTime('fi')('2027-07-31T21:00:00.000Z')).toBe('1.8.2027')
  expect(shortTime('fi')('2027-07-31T21:01:00.000Z')).toMatch(/^1\.8\.2027 (klo )?0\.01$/)
})

test('says of each field what is wrong with it', () => {
  expect(mistakes({})).toEqual({})
  expect(mistakes({ schools: [], roles: [], levels: [] })).toEqual({ schools: 'noSchools', roles: 'noRoles', levels: 'noLevels' })
  expect(mistakes({ isAtOnce: false })).toEqual({ date: 'noDate' })
  expect(mistakes({ isAtOnce: false, date: '2026-11-30' })).toEqual({ date: 'pastDate' })
  expect(mistakes({ hasEnd: true })).toEqual({ endDate: 'noDate' })
  expect(mistakes({ isAtOnce: false, date: '2027-08-01', hasEnd: true, endDate: '2027-08-01' })).toEqual({ endDate: 'endBeforeStart' })
  expect(mistakes({ hasEnd: true, endDate: '2026-11-01' })).toEqual({ endDate: 'endBeforeStart' })
  for (const percentage of [0, 101, Number.NaN]) expect(mistakes({ percentage })).toEqual({ percentage: 'noShare' })
})

test('a decision that is edited comes back as it was', () => {
  const form = {
    ...EMPTY,
    schools: ['s1'],
    roles: ['teacher' as const],
    isAtOnce: false,
    date: '2027-08-01',
    hasEnd: true,
    endDate: '2028-06-01',
    percentage: 20,
  }
  const decision = decisionOf('attendance', form)
  expect(decision).toMatchObject({ from: '2027-07-31T21:00:00.000Z', until: '2028-05-31T21:00:00.000Z', percentage: 20 })
  expect(decisionOf('attendance', formOf(decision, ''))).toEqual(decision)
  const pinned = { ...decision, release: { kind: 'pin' as const, release: 'attendance@0123456789ab' } }
  expect(decisionOf('attendance', formOf(pinned, ''))).toEqual(pinned)
})
