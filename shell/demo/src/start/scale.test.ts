import { expect, test } from 'vitest'
import { readScale } from './scale.ts'
import { Refusal } from './settings.ts'

const postgres = { databaseUrl: 'postgres://here' }

test('a start without arguments has the demo’s own accounts', () => expect(readScale([], { databaseUrl: null })).toBeNull())

test.each([[['--scale', '41000']], [['--scale=41000']]])('%j asks for so many accounts', (args) => expect(readScale(args, postgres)).toBe(41_000))

test.each([
  [['--scale', '410001'], postgres, /"410001".*to 410000/],
  [['--scale', 'many'], postgres, /"many"/],
  [['--scale', '12'], postgres, /from \d+, the demo's own/],
  [['--scale'], postgres, /has to be a number/],
  [['--scael', '41000'], postgres, /There is no "--scael 41000"/],
  [['--scale', '41000', 'more'], postgres, /There is no/],
  [['--scale', '41000'], { databaseUrl: null }, /DATABASE_URL/],
])('%j with %j is refused in words', (args, settings, words) => {
  expect(() => readScale(args, settings)).toThrow(words)
  expect(() => readScale(args, settings)).toThrow(Refusal)
})
