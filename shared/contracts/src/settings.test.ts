import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingsOf } from './module-words.ts'
import { fieldsOf, misfitOf, SETTING_PLACES, settingsAt, settingsIn } from './settings.ts'
import { Setting, SettingsSchema } from './settings-schema.ts'

const SCHEMA = {
  type: 'object',
  properties: {
    shows: { type: 'boolean', default: true, 'x-title': { fi: 'Näytä', sv: 'Visa' } },
    days: { type: 'integer', minimum: 1, maximum: 30, default: 7 },
    share: { type: 'number', minimum: 0 },
    view: { 'x-order': 1, type: 'string', enum: ['day', 'week'], default: 'week', 'x-titles': { day: { fi: 'Päivä', sv: 'Dag' } } },
    code: { type: 'string', pattern: '^[A-Z]{2}-\\d{1,4}$', maxLength: 7 },
    reasons: { type: 'array', items: { type: 'string', enum: ['sick', 'family'] }, minItems: 1, uniqueItems: true },
    words: { type: 'array', items: { type: 'string', maxLength: 5 }, maxItems: 3 },
  },
}
const KEYS = Object.keys(SCHEMA.properties)
/** Values of every kind, right ones among them. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(true, false, 7, 30, 31, 0.5, -1, 'day', 'AB-12', 'AB-', ['sick'], ['sick', 'sick'], [], ['a', 'b'], ['longer'], null),
)
const values = fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom('gone', '__proto__', 'constructor', 'toString')), value)
const set = fc.record({ country: values, municipality: values, school: values }).map(({ country, municipality, school }) => [
  { place: 'country' as const, values: country },
  { place: 'municipality' as const, values: municipality },
  { place: 'school' as const, values: school },
])
const isOne = (key: string, one: unknown) => {
  const setting = settingsIn(SCHEMA).get(key)
  return setting !== undefined && misfitOf(setting, one) === null
}

describe('what holds where something was set', () => {
  test('is what the narrowest place set that fits the schema, and else the default', () => {
    fc.assert(
      fc.property(set, (places) => {
        const { values: here, from } = settingsAt(SCHEMA, places)
        expect(Object.keys(from)).toEqual(KEYS)
        for (const key of KEYS) {
          const last = places.findLast((at) => Object.hasOwn(at.values, key) && isOne(key, at.values[key]))
          expect(from[key]).toBe(last?.place ?? 'default')
          expect(Object.hasOwn(here, key)).toBe(last !== undefined)
          if (last) expect(here[key]).toEqual(last.values[key])
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('never holds what is none of the schema’s, and names each of those once', () => {
    fc.assert(
      fc.property(set, (places) => {
        const { values: here, ignored } = settingsAt(SCHEMA, places)
        for (const [key, one] of Object.entries(here)) expect(isOne(key, one)).toBe(true)
        const misfits = places.flatMap(({ place, values: there }) => Object.entries(there).flatMap(([key, one]) => (isOne(key, one) ? [] : [{ place, key }])))
        expect(ignored).toEqual(misfits)
      }),
      { numRuns: 2000 },
    )
  })

  test('set again as it came out is the same', () => {
    fc.assert(
      fc.property(set, (places) => {
        const { values: here } = settingsAt(SCHEMA, places)
        expect(settingsAt(SCHEMA, [{ place: 'municipality', values: here }])).toMatchObject({ values: here, ignored: [] })
      }),
    )
  })

  test('stays with any schema, also one that a form cannot show', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('properties', 'type', 'title'), fc.jsonValue()), set, (schema, places) => {
        expect(() => settingsOf({ settings: schema }, settingsAt(schema, places).values)).not.toThrow()
        expect(() => fieldsOf(schema)).not.toThrow()
      }),
    )
  })
})

test('the places are told from the widest to the narrowest', () => expect(SETTING_PLACES).toEqual(['default', 'country', 'municipality', 'school']))

test.each([
  ['days', 31, 'it has to be a whole number from 1 to 30'],
  ['days', 1.5, 'it has to be a whole number'],
  ['share', -1, 'it has to be a number of at least 0'],
  ['share', Number.NaN, 'it has to be a number'],
  ['view', 'month', 'it has to be one of day, week'],
  ['code', 'ab-1', 'it has to match ^[A-Z]{2}-\\d{1,4}$'],
  ['code', 'AB-12345', 'it has to be a text with a length from 0 to 7'],
  ['reasons', [], 'it has to be a list with a length from 1 to 100'],
  ['reasons', ['sick', 'sick'], 'nothing may be in it twice'],
  ['words', ['a', 5], 'it has to be a text'],
  ['shows', 'yes', 'it has to be true or false'],
] as const)('%s: %j: %s', (key, one, says) => {
  const setting = settingsIn(SCHEMA).get(key)
  expect(setting && misfitOf(setting, one)).toBe(says)
})

test('a form knows of each setting its words, its kind and its bounds', () => {
  const fields = new Map(fieldsOf(SCHEMA).map((field) => [field.key, field]))
  expect(KEYS.map((key) => fields.get(key)?.kind)).toEqual(['boolean', 'number', 'number', 'choice', 'text', 'choices', 'texts'])
  expect([...fields.keys()]).toEqual(['view', 'code', 'days', 'reasons', 'share', 'shows', 'words'])
  expect(fields.get('shows')).toMatchObject({ title: { fi: 'Näytä', sv: 'Visa' }, help: null })
  expect(fields.get('days')).toMatchObject({ title: { fi: 'days', sv: 'days' }, isWhole: true, least: 1, most: 30 })
  expect(fields.get('view')?.choices).toEqual([
    { value: 'day', title: { fi: 'Päivä', sv: 'Dag' } },
    { value: 'week', title: { fi: 'week', sv: 'week' } },
  ])
})

describe('a schema of settings', () => {
  const saysOf = (setting: object) => Setting.safeParse(setting).error?.issues.map(({ message }) => message) ?? []
  test('has no secrets, since settings reach browsers', () => {
    const says = [expect.stringContaining('none can be a secret')]
    expect(saysOf({ type: 'string', writeOnly: true })).toEqual(says)
    expect(saysOf({ type: 'string', format: 'password' })).toEqual(says)
  })
  test.each(['^(a+)+$', 'a', '^a*b*c*d*$', '^a|b$', '^[$', '^a{1,9999}$', '^\\1$'])('has no pattern such as %s', (pattern) => {
    expect(saysOf({ type: 'string', pattern, maxLength: 10 })).toEqual([expect.stringContaining('a pattern begins with ^')])
  })
  test('has a pattern only of a text that is short', () => {
    expect(saysOf({ type: 'string', pattern: '^a$' })).toEqual(['a text with a pattern has a "maxLength" of at most 200'])
  })
  test('names no value that can be none', () => {
    expect(saysOf({ type: 'string', enum: ['a'], 'x-titles': { b: { fi: 'B', sv: 'B' } } })).toEqual(['"enum" has no "b"'])
  })
  test('is taken as it stands here', () => expect(SettingsSchema.safeParse(SCHEMA).error?.issues).toBeUndefined())
})
