// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { people } from '../../specimen/people.ts'
import { emptyState } from '../state/store.ts'
import { commandsOf, matching } from './commands.ts'

const words = { locale: 'fi', t: (key: string) => key, text: (text: { fi: string }) => text.fi, say: String }
const commands = commandsOf({ me: people['guardian'] ?? null, start: emptyState().start, contextId: 'g1' }, words)
const found = (query: string) => matching(commands, query).map(({ id }) => id)

test('search finds modules, other contexts and settings by the beginnings of their words, accents or not', () => {
  expect(found('luku')).toEqual(['nav timetable /espoo/timetable'])
  expect(found('lasna')).toEqual(['nav attendance /espoo/attendance'])
  expect(found('vantaa tikk')).toEqual(['context g2'])
  expect(found('svenska')).toEqual(['language sv'])
  expect(found('kukaan')).toEqual([])
})

test('the context in use is not offered again', () => {
  expect(commands.filter(({ group }) => group === 'context').map(({ id }) => id)).toEqual(['context g2'])
})
