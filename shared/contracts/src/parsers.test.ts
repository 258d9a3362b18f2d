import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEVELS, ModuleId, Oid, ROLES } from './codes.ts'
import { DigiOneError, ERRORS, isDigiOneError } from './errors.ts'
import type { ErrorCode } from './errors.ts'
import { DomainEvent } from './event.ts'
import { hostApiFits } from './host-version.ts'
import { Manifest, ModulePath } from './manifest.ts'
import { releaseBase } from './release-base.ts'
import { Release, ReleaseFile } from './release.ts'
import { encodeStartHint } from './start-cookie.ts'
import { Rule } from './entitlement.ts'
import { decodeStartHint, StartHint } from './start.ts'
import { THEMES } from './themes.ts'
import { Text } from './text.ts'
import { languageOfPart, textIn } from './text-in.ts'

const text = { fi: 'Läsnäolot', sv: 'Närvaro', en: 'Attendance' }
const manifest = {
  id: 'attendance',
  version: '1.0.0',
  hostApi: '1.0',
  name: text,
  description: text,
  icon: 'user-check',
  vendor: { name: 'Esimerkki Oy', contact: 'tuki@example.fi' },
  roles: ['teacher'],
  isolation: 'page',
  paths: { '/': { title: text }, '/groups/:group': { title: text } },
}

describe('every schema is total: it takes anything and answers, without throwing', () => {
  const schemas = { Manifest, Text, Rule, Release, ReleaseFile, DomainEvent, StartHint, ModuleId, Oid, ModulePath }
  test.each(Object.entries(schemas))('%s', (_name, schema) => {
    fc.assert(fc.property(fc.anything(), (value) => typeof schema.safeParse(value).success === 'boolean'))
  })
})

describe('start hint', () => {
  const hint = fc.record({
    at: fc.array(
      fc.record({
        municipality: fc.constantFrom('espoo', 'vantaa'),
        role: fc.constantFrom(...ROLES),
        level: fc.option(fc.constantFrom(...LEVELS), { nil: null }),
      }),
      { maxLength: 12 },
    ),
    locale: fc.constantFrom('fi', 'sv', 'en', 'se'),
    theme: fc.constantFrom(...THEMES),
  })
  test('survives the cookie', () => {
    fc.assert(
      fc.property(hint, (value) => {
        const cookie = encodeStartHint(value)
        expect(cookie).toMatch(/^[A-Za-z0-9_-]*$/)
        expect(decodeStartHint(cookie)).toEqual(value)
      }),
    )
  })
  test('a cookie that somebody made up is the empty hint', () => {
    fc.assert(
      fc.property(fc.string(), (cookie) => {
        expect(StartHint.safeParse(decodeStartHint(cookie)).success).toBe(true)
      }),
    )
    expect(decodeStartHint(encodeStartHint({ at: [], locale: '<script>', theme: 'dark' }))).toEqual({ at: [], locale: 'fi', theme: 'system' })
  })
})

describe('manifest', () => {
  test('fills in what is left out', () => {
    expect(Manifest.parse(manifest)).toMatchObject({ entry: 'web/src/main.ts', slots: {}, apis: {}, hears: [] })
  })
  test.each([
    ['an unknown key', { nonsense: 1 }],
    ['Swedish missing', { name: { fi: 'a' } }],
    ['an id with a capital', { id: 'Attendance' }],
    ['no role', { roles: [] }],
    ['a path that climbs', { paths: { '/../x': { title: text } } }],
    ['a tier that is not offered', { isolation: 'lti' }],
    ['an event without a version', { hears: ['attendance.marked'] }],
  ])('refuses %s', (_what, change) => {
    expect(Manifest.safeParse({ ...manifest, ...change }).success).toBe(false)
  })
  const asking = (...first: unknown[]) => ({
    apis: { api: { purpose: text } },
    paths: { '/groups/:group': { title: text, first } },
  })
  test('names what a page asks first', () => {
    const first = [
      { ask: 'api:/groups/{params.group}/marks?day={query.day|today}&all=yes', roles: ['teacher'] },
      { ask: 'api:/', idle: true },
    ]
    expect(Manifest.safeParse({ ...manifest, ...asking(...first) }).success).toBe(true)
  })
  test.each([
    ['an API that is not declared', { ask: 'other:/marks' }],
    ['no API', { ask: '/marks' }],
    ['an address of another host', { ask: 'https://api.example.fi/marks' }],
    ['a part that its path does not have', { ask: 'api:/marks/{params.pupil}' }],
    ['a placeholder that there is not', { ask: 'api:/marks/{context.school.id}' }],
    ['a placeholder beside a text', { ask: 'api:/marks-{params.group}' }],
    ['a placeholder that is not closed', { ask: 'api:/marks/{params.group' }],
    ['a parameter without a name', { ask: 'api:/marks?={today}' }],
    ['another method', { ask: 'api:/marks', method: 'POST' }],
    ['a role that there is not', { ask: 'api:/marks', roles: ['everybody'] }],
  ])('refuses to ask first %s', (_what, first) => {
    expect(Manifest.safeParse({ ...manifest, ...asking(first) }).success).toBe(false)
  })
  test('asks no more than six requests first', () => {
    const first = Array.from({ length: 7 }, (_, at) => ({ ask: `api:/${at}` }))
    expect(Manifest.safeParse({ ...manifest, ...asking(...first) }).success).toBe(false)
    expect(Manifest.safeParse({ ...manifest, ...asking() }).success).toBe(false)
  })
  const wrapped = { isolation: 'frame', singleSpa: { entry: 'acme-app.js', format: 'system' } }
  test('wraps an application that is built already', () => {
    expect(Manifest.parse({ ...manifest, ...wrapped })).toMatchObject({ singleSpa: { folder: '.', externals: {}, styles: [], requests: {}, props: {} } })
    const open = {
      ...wrapped,
      apis: { api: { purpose: text } },
      legacy: ['eval'],
      singleSpa: { ...wrapped.singleSpa, base: '/acme', requests: { '/v1': 'api:/v1' } },
    }
    expect(Manifest.safeParse({ ...manifest, ...open }).success).toBe(true)
    expect(Manifest.parse({ ...manifest, ...wrapped, isolation: 'page' })).not.toHaveProperty('legacy')
  })
  test.each([
    ['a policy opened in the shell’s own realm', { isolation: 'page', legacy: ['eval'] }],
    ['a policy opened for what is not wrapped', { singleSpa: undefined, legacy: ['eval'] }],
    ['a word that there is not', { legacy: ['connect'] }],
    ['no word', { legacy: [] }],
    ['a card', { slots: { 'desktop.card.v1': {} } }],
    ['an address of its own in the shell’s window', { isolation: 'page', singleSpa: { ...wrapped.singleSpa, base: '/acme' } }],
    [
      'requests of its own in the shell’s window',
      { isolation: 'page', apis: { api: { purpose: text } }, singleSpa: { ...wrapped.singleSpa, requests: { '/v1': 'api:/v1' } } },
    ],
    ['requests to an API that is not declared', { singleSpa: { ...wrapped.singleSpa, requests: { '/v1': 'api:/v1' } } }],
    ['an ES module that takes by name', { singleSpa: { ...wrapped.singleSpa, format: 'esm', externals: { react: 'react.js' } } }],
    ['a file that climbs', { singleSpa: { ...wrapped.singleSpa, entry: '../acme.js' } }],
    ['a folder that climbs', { singleSpa: { ...wrapped.singleSpa, folder: 'a/../..' } }],
  ])('a wrapped application may not have %s', (_what, change) => {
    expect(Manifest.safeParse({ ...manifest, ...wrapped, ...change }).success).toBe(false)
  })
  test('a host interface fits the same major and no greater minor', () => {
    expect(['1.0', '1.1', '0.9', '2.0'].map((wanted) => hostApiFits(wanted, '1.0'))).toEqual([true, false, false, false])
    expect(hostApiFits('1.0', '1.4')).toBe(true)
  })
})

describe('release', () => {
  const integrity = `sha384-${'A'.repeat(64)}`
  test.each(['../x.js', 'a/../b.js', '/x.js', 'a//b.js', 'a/./b.js', 'a\\b.js', '..', 'a?b.js', ''])('a file path %j is refused', (path) => {
    expect(ReleaseFile.safeParse({ path, integrity, bytes: 1 }).success).toBe(false)
  })
  test.each(['remoteEntry-abc.js', 'assets/a.b-c_d.css', '..a/b.js'])('a file path %j is taken', (path) => {
    expect(ReleaseFile.safeParse({ path, integrity, bytes: 1 }).success).toBe(true)
  })
  test('stands at a base of its own', () => {
    expect(releaseBase('acme.tasks@0123456789ab')).toBe('/releases/acme.tasks/0123456789ab/')
  })
})

describe('texts', () => {
  test('fall back to the base language, then to Finnish', () => {
    expect([textIn(text, 'sv-FI'), textIn(text, 'en'), textIn(text, 'se')]).toEqual(['Närvaro', 'Attendance', 'Läsnäolot'])
    // Only what is not in the page's language is marked.
    expect([languageOfPart(text, 'sv-FI'), languageOfPart(text, 'fi'), languageOfPart(text, 'se')]).toEqual([undefined, undefined, 'fi'])
  })
})

describe('errors', () => {
  test.each(Object.keys(ERRORS) as ErrorCode[])('%s says what happened and what to do, with every argument', (code) => {
    const given = Array.from({ length: ERRORS[code].message.length }, (_, i) => `argument-${i}`)
    const make = DigiOneError as unknown as new (code: ErrorCode, ...args: unknown[]) => DigiOneError
    const error = new make(code, ...given, { cause: 'why' })
    expect(error.cause).toBe('why')
    for (const argument of given) expect(error.message).toContain(argument)
    expect(error.message).toMatch(/^([A-Z"]|argument-\d)/)
    expect(error.message.endsWith('.')).toBe(true)
    expect(error.fix).toMatch(/[.;>]$/)
    expect(error.toProblem('r1')).toMatchObject({ code, status: ERRORS[code].status, reference: 'r1', detail: error.message })
    expect(isDigiOneError(error)).toBe(true)
  })
  test('arguments are typed per code', () => {
    // @ts-expect-error TOO_LARGE takes bytes as a number
    expect(new DigiOneError('TOO_LARGE', 'A file', 'many').status).toBe(413)
    expect(isDigiOneError(new Error('API_NOT_DECLARED'))).toBe(false)
  })
})
