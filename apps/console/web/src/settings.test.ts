// @vitest-environment node
import { expect, test } from 'vitest'
import { differences, inheritedOf, misfitOf, ownAfter, ownOf, rawOf, valueOf, withBefore } from './settings.ts'
import type { SettingField, SettingsTold } from './settings-api.ts'

const text = (word: string) => ({ fi: word, sv: word })
const PLAIN: SettingField = {
  key: 'one',
  kind: 'text',
  title: text('Yksi'),
  help: null,
  isWhole: false,
  least: null,
  most: null,
  fewest: 0,
  mostItems: 100,
  isUnique: false,
  pattern: null,
  choices: [],
}
const field = (part: Partial<SettingField>): SettingField => ({ ...PLAIN, ...part })
const CHOICES = [
  { value: 'a', title: text('A') },
  { value: 'b', title: text('B') },
]

test.each([
  [field({ kind: 'number', isWhole: true }), '1,5', 'whole'],
  [field({ kind: 'number' }), '1,5', null],
  [field({ kind: 'number' }), '', 'number'],
  [field({ kind: 'number' }), '1e999', 'number'],
  [field({ kind: 'number', least: 1 }), '−1', 'least'],
  [field({ kind: 'number', most: 30 }), '31', 'most'],
  [field({ least: 2 }), 'ä', 'short'],
  [field({ most: 2 }), '👍👍', null],
  [field({ most: 2 }), 'abc', 'long'],
  [field({ pattern: '^[A-Z]{2}$' }), 'ab', 'pattern'],
  [field({ kind: 'choice', choices: CHOICES }), '', 'choice'],
  [field({ kind: 'choices', choices: CHOICES, fewest: 1 }), [], 'few'],
  [field({ kind: 'texts', mostItems: 1 }), 'a\nb', 'many'],
  [field({ kind: 'texts', isUnique: true }), 'a\na', 'twice'],
  [field({ kind: 'texts', most: 1 }), 'a\nbc', 'long'],
] as const)('%#: what is written is looked at as its setting asks', (of, raw, misfit) => {
  expect(misfitOf(of, raw)).toBe(misfit)
})

test('what holds is written so that it is read as the same', () => {
  for (const [of, value] of [
    [field({ kind: 'number' }), 0.5],
    [field({ kind: 'boolean' }), false],
    [field({ kind: 'texts' }), ['a', 'b']],
    [field({ kind: 'choices', choices: CHOICES }), ['a', 'b']],
    [field({ kind: 'choice', choices: CHOICES }), 'b'],
  ] as const)
    expect(valueOf(of, rawOf(of, value))).toEqual(value)
  expect(valueOf(field({ kind: 'choices', choices: CHOICES }), ['b', 'a'])).toEqual(['a', 'b'])
})

const TOLD: SettingsTold = {
  fields: [field({ key: 'days', kind: 'number' }), field({ key: 'note' })],
  defaults: { days: 7 },
  places: [
    { place: 'country', values: { days: 'many', note: 'maa' } },
    { place: 'municipality', values: { days: 10 } },
    { place: 'school', values: { days: 'few', gone: 1 } },
  ],
  ignored: [
    { place: 'country', key: 'days' },
    { place: 'school', key: 'days' },
    { place: 'school', key: 'gone' },
  ],
  revision: 4,
  revisions: [],
  schools: [],
}

test('what does not count is neither inherited nor kept', () => {
  expect(inheritedOf(TOLD, 'days')).toEqual({ place: 'municipality', value: 10 })
  expect(inheritedOf(TOLD, 'note')).toEqual({ place: 'country', value: 'maa' })
  expect(ownOf(TOLD)).toEqual({})
  expect(ownAfter(TOLD, { note: 'koulu' })).toEqual({ note: 'koulu' })
})

test('an edit says what was and what is then, and taken back it says nothing', () => {
  const after = ownAfter(TOLD, { days: '12' })
  expect(differences(TOLD, ownOf(TOLD), after)).toMatchObject([
    { field: { key: 'days' }, before: { place: 'municipality', value: 10 }, after: { place: 'school', value: 12 } },
  ])
  expect(differences(TOLD, ownOf(TOLD), ownAfter(TOLD, { days: null }))).toEqual([])
})

test('of the earliest that is told, what was before it is known where it is the first of all', () => {
  const revision = (of: number) => ({ revision: of, at: '2026-12-01T08:00:00Z', by: null, reverts: null, settings: { days: of } })
  expect(withBefore([revision(2), revision(1)]).map(({ before }) => before)).toEqual([{ days: 1 }, {}])
  expect(withBefore([revision(9), revision(8)]).map(({ revision: of }) => of)).toEqual([9])
})
