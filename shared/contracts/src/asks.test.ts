import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Asks, asksMore, asksNothing, asksOf } from './asks.ts'
import { ROLES } from './codes.ts'
import { FIELDS, FIELDS_OF_TOKEN, fieldsOfScope } from './fields.ts'
import { LEGAL_BASES, Manifest, type ManifestInput } from './manifest.ts'

const text = (fi: string) => ({ fi, sv: fi })
type PageInput = Exclude<ManifestInput, { isolation: 'link' }>
const manifest = (more: Partial<PageInput> = {}) =>
  Manifest.parse({
    id: 'tasks',
    version: '1.0.0',
    hostApi: '1.0',
    name: text('Tehtävät'),
    description: text('Tehtävät'),
    icon: 'check',
    vendor: { name: 'Vendor Oy', contact: 'tuki@vendor.example' },
    roles: ['teacher'],
    isolation: 'page',
    paths: { '/': { title: text('Tehtävät') } },
    ...more,
  } satisfies PageInput)
const scope = (id: string, purpose = 'Syy', legalBasis: (typeof LEGAL_BASES)[number] = 'public-task') => ({ id, purpose: text(purpose), legalBasis })
const api = { api: { purpose: text('x') } }
const kinds = (was: Partial<PageInput>, is: Partial<PageInput>) => asksMore(asksOf(manifest(was)), asksOf(manifest(is))).map(({ kind }) => kind)

describe('what a release asks for', () => {
  test('a module whose vendor has no API and no scopes asks for nothing', () => {
    expect(asksNothing(asksOf(manifest()))).toBe(true)
    expect(asksMore(null, asksOf(manifest()))).toEqual([])
  })

  test('a module with an API of its vendor’s tells it what every token tells; the platform’s own API tells nobody', () => {
    expect(asksOf(manifest({ apis: api })).fields).toEqual(FIELDS_OF_TOKEN)
    expect(asksOf(manifest({ apis: { platform: { ...api.api, platform: true } } })).fields).toEqual([])
  })

  test('what a manifest lists in another order asks for the same', () => {
    const [a, b] = [scope('roster.groups'), scope('tasks.mark')]
    expect(asksOf(manifest({ scopes: [a, b], roles: ['teacher', 'guardian'] }))).toEqual(asksOf(manifest({ scopes: [b, a], roles: ['guardian', 'teacher'] })))
  })

  test('a scope of the roster names the fields that come with it, and every one has a name in three languages', () => {
    expect(asksOf(manifest({ scopes: [scope('roster.groups')] })).scopes[0]?.fields).toEqual(fieldsOfScope('roster.groups'))
    for (const name of Object.values(FIELDS)) expect(Object.keys(name)).toEqual(['fi', 'sv', 'en'])
  })
})

describe('what is asked for beyond what was accepted', () => {
  test.each<[string, Partial<PageInput>, Partial<PageInput>, string[]]>([
    ['another scope', { scopes: [scope('a')] }, { scopes: [scope('a'), scope('b')] }, ['scope']],
    ['another purpose', { scopes: [scope('a')] }, { scopes: [scope('a', 'Muu syy')] }, ['purpose']],
    ['another basis', { scopes: [scope('a')] }, { scopes: [scope('a', 'Syy', 'consent')] }, ['basis']],
    ['other people', { scopes: [scope('a')] }, { scopes: [scope('a')], roles: ['teacher', 'guardian'] }, ['people']],
    ['an API', { scopes: [scope('a')] }, { scopes: [scope('a')], apis: api }, FIELDS_OF_TOKEN.map(() => 'field')],
    ['another country', { dataProtection: { storedIn: ['FI'] } }, { dataProtection: { storedIn: ['FI', 'IE'] } }, ['country']],
    [
      'another recipient',
      { dataProtection: { storedIn: ['FI'] } },
      { dataProtection: { storedIn: ['FI'], recipients: [{ name: 'Pilvi', country: 'FI', purpose: text('Ylläpito') }] } },
      ['recipient'],
    ],
    [
      'another retention',
      { dataProtection: { storedIn: ['FI'], retention: text('Vuosi') } },
      { dataProtection: { storedIn: ['FI'], retention: text('Kymmenen vuotta') } },
      ['retention'],
    ],
    [
      'a retention that is not promised any more',
      { dataProtection: { storedIn: ['FI'], retention: text('Vuosi') } },
      { dataProtection: { storedIn: ['FI'] } },
      ['retention'],
    ],
  ])('%s', (_what, was, is, expected) => {
    expect(kinds(was, is)).toEqual(expected)
  })

  test('a translation that is added asks for nothing new', () => {
    const translated = { ...scope('a'), purpose: { fi: 'Syy', sv: 'Syy', en: 'Why' } }
    expect(kinds({ scopes: [scope('a')] }, { scopes: [translated] })).toEqual([])
  })
})

const someText = fc.constantFrom(text('Yksi'), text('Kaksi'))
const someFields = fc.subarray(Object.keys(FIELDS) as (keyof typeof FIELDS)[])
const someAsks: fc.Arbitrary<Asks> = fc.record({
  people: fc.subarray([...ROLES]),
  fields: someFields,
  scopes: fc.uniqueArray(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), purpose: someText, legalBasis: fc.constantFrom(...LEGAL_BASES), fields: someFields }),
    { selector: ({ id }) => id },
  ),
  storedIn: fc.subarray(['FI', 'SE', 'IE']),
  recipients: fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B'), country: fc.constantFrom('FI', 'US'), purpose: someText }), {
    selector: ({ name, country }) => name + country,
  }),
  retention: fc.option(someText),
  impactAssessment: fc.constant(null),
  contact: fc.constant(null),
})

describe('of any two releases', () => {
  test('one never asks for more than itself', () => {
    fc.assert(
      fc.property(someAsks, (asks) => {
        expect(asksMore(asks, asks)).toEqual([])
      }),
    )
  })

  test('leaving something out is no reason to ask anew', () => {
    const withLess = someAsks.chain((asks) =>
      fc
        .record({ scopes: fc.subarray(asks.scopes), fields: fc.subarray(asks.fields), people: fc.subarray(asks.people), storedIn: fc.subarray(asks.storedIn) })
        .map((less) => [asks, { ...asks, ...less }] as const),
    )
    fc.assert(
      fc.property(withLess, ([asks, less]) => {
        expect(asksMore(asks, less)).toEqual([])
      }),
    )
  })

  test('nothing is told of only where each scope, field, country and recipient was accepted', () => {
    fc.assert(
      fc.property(someAsks, someAsks, (accepted, asked) => {
        const isCovered =
          asked.fields.every((field) => accepted.fields.includes(field)) &&
          asked.storedIn.every((country) => accepted.storedIn.includes(country)) &&
          asked.recipients.every(({ name }) => accepted.recipients.some((one) => one.name === name)) &&
          asked.scopes.every(({ id, legalBasis }) => accepted.scopes.some((one) => one.id === id && one.legalBasis === legalBasis))
        if (!isCovered) expect(asksMore(accepted, asked)).not.toEqual([])
      }),
    )
  })

  test('where nothing was accepted, whatever is asked for is told of', () => {
    fc.assert(
      fc.property(someAsks, (asked) => {
        expect(asksMore(null, asked).length > 0).toBe(!asksNothing(asked))
      }),
    )
  })
})
