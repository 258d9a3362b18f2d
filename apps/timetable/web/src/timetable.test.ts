import { describe, expect, test } from 'vitest'
import { placeSideBySide } from './lanes.ts'
import type { Lesson } from './lesson.ts'
import { clockRange, neighbouringDay, schoolDayFrom, schoolNow, shortDay, weekNumber } from './school-time.ts'
import { subjectName } from './subjects.ts'
import en from '../messages/en.json' with { type: 'json' }
import fi from '../messages/fi.json' with { type: 'json' }
import sv from '../messages/sv.json' with { type: 'json' }

const lesson = (id: string, starts: string, ends: string): Lesson => ({
  id,
  group: { id, name: id },
  subject: 'MA',
  date: '2026-11-24',
  slot: 1,
  starts,
  ends,
  room: null,
  teachers: [],
  change: null,
})

describe('time at school', () => {
  test('is the time of Finland, wherever the browser is', () => {
    expect(schoolNow(new Date('2026-11-23T23:30:00Z'))).toEqual({ date: '2026-11-24', time: '01:30' })
    expect(schoolNow(new Date('2026-06-01T05:15:00Z'))).toEqual({ date: '2026-06-01', time: '08:15' })
  })
  test('a weekend leads to Monday', () => {
    expect(schoolDayFrom('2026-11-28')).toBe('2026-11-30')
    expect(neighbouringDay('2026-11-27', 1)).toBe('2026-11-30')
    expect(neighbouringDay('2026-11-30', -1)).toBe('2026-11-27')
  })
  test('weeks are numbered as in ISO 8601', () => {
    expect(['2026-11-24', '2026-01-01', '2027-01-01', '2027-01-04'].map(weekNumber)).toEqual([48, 1, 53, 1])
  })
  test('is written as people write it', () => {
    expect(clockRange('08:15', '09:00', 'fi')).toBe('8.15–9.00')
    expect(clockRange('08:15', '09:00', 'en')).toBe('8.15–9.00')
    expect(shortDay('2026-11-23', 'fi')).toBe('ma 23.11.')
  })
})

describe('parallel lessons', () => {
  test('stand side by side, and a later one takes the whole width again', () => {
    const placed = placeSideBySide([lesson('a', '08:15', '09:00'), lesson('b', '08:15', '09:45'), lesson('c', '09:00', '09:45'), lesson('d', '10:00', '10:45')])
    expect(placed.map(({ lesson: { id }, lane, lanes }) => [id, lane, lanes])).toEqual([
      ['a', 0, 2],
      ['b', 1, 2],
      ['c', 0, 2],
      ['d', 0, 1],
    ])
  })
})

test('every text is there in Finnish, Swedish and English', () => {
  expect(Object.keys(sv)).toEqual(Object.keys(fi))
  expect(Object.keys(en)).toEqual(Object.keys(fi))
})
test('a subject has its name in the language in use, an unknown code itself', () => {
  expect([subjectName('KS', 'fi'), subjectName('KS', 'sv'), subjectName('KS', 'en'), subjectName('ZZ', 'fi'), subjectName(null, 'fi')]).toEqual([
    'Käsityö',
    'Slöjd',
    'Crafts',
    'ZZ',
    null,
  ])
})
test('a long subject says where it may be parted, so that no letter stands alone on a small phone', () => {
  const names = 'AI A1 A2 B1 MA YL BI GE FY KE TE HI YH KT MU KU KS LI KO OP ET FI PS'
    .split(' ')
    .flatMap((code) => ['fi', 'sv', 'en'].map((locale) => subjectName(code, locale) ?? ''))
  // "Environmental" is the longest word that has room beside a picture at 320 px.
  expect(names.filter((name) => name.split(/[\s\u00AD-]/).some((part) => part.length > 'Environmental'.length))).toEqual([])
  expect(subjectName('YL', 'fi')).toBe('Ympäristö\u00ADoppi')
})
