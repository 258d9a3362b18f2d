import { sealedIn, sealedText } from '@digione/contracts'
import type { Start, StartRelease } from '@digione/contracts'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { sealHolds } from './seal.ts'

const text = { fi: 'Tehtävät', sv: 'Uppgifter' }
const base = '/releases/tasks/0123456789ab/'
const sri = (letter: string) => `sha384-${letter.repeat(64)}`
const integrity = { '/assets/main.js': sri('m'), [`${base}entry.js`]: sri('a'), [`${base}app.js`]: sri('b'), [`${base}app.css`]: sri('c') }
let keys: Start['keys'] = []
let release: StartRelease

const encode = (value: string | Uint8Array) => Buffer.from(value).toString('base64url')
async function seal(unsealed: Omit<StartRelease, 'seal'>, header: object, privateKey: CryptoKey): Promise<StartRelease> {
  const facts = { sequence: 7, vendorKey: 'v'.repeat(43), others: 'o'.repeat(43) }
  const signed = `${encode(JSON.stringify(header))}.${encode(sealedText(sealedIn({ ...unsealed, seal: { ...facts, signature: '' } }, integrity)))}`
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(signed)))
  return { ...unsealed, seal: { ...facts, signature: `${encode(JSON.stringify(header))}..${encode(signature)}` } }
}

const unsealed = {
  id: 'tasks@0123456789ab',
  module: 'tasks',
  version: '1.0.0',
  manifest: { id: 'tasks', version: '1.0.0', name: text, roles: ['teacher'], scopes: [{ id: 'roster.groups' }] },
  entry: { container: `${base}entry.js`, exposed: './app', scripts: [`${base}app.js`], styles: [`${base}app.css`] },
} as unknown as Omit<StartRelease, 'seal'>
const HEADER = { alg: 'ES256', kid: 'k1', typ: 'digione-release+jws' }
let pair: CryptoKeyPair

beforeAll(async () => {
  pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  keys = [{ kid: 'k1', x, y }]
  release = await seal(unsealed, HEADER, pair.privateKey)
})

/** Every place of a value that is no object, as the way to it. */
function leaves(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...way, key])) : [way]
}
/** A copy in which one bit of what is at the end of a way is another. */
function flipped<T>(value: T, way: readonly string[], at: number): T {
  const copy = structuredClone(value)
  const parent = way.slice(0, -1).reduce((place, key) => place[key] as Record<string, unknown>, copy as Record<string, unknown>)
  const key = way.at(-1) ?? ''
  const leaf = parent[key]
  if (typeof leaf === 'number') parent[key] = leaf ^ 1
  else if (typeof leaf === 'string' && leaf !== '') {
    const place = at % leaf.length
    parent[key] = leaf.slice(0, place) + String.fromCharCode(leaf.charCodeAt(place) ^ 1) + leaf.slice(place + 1)
  } else parent[key] = 'x'
  return copy
}

describe('the seal of a release', () => {
  test('holds for what the platform signed, in whatever order its parts come', async () => {
    expect(await sealHolds(release, keys, integrity)).toBe(true)
    const turned = JSON.parse(
      JSON.stringify(release, (_, value: unknown) =>
        value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value,
      ),
    ) as StartRelease
    expect(await sealHolds(turned, keys, Object.fromEntries(Object.entries(integrity).toReversed()))).toBe(true)
  })

  test('does not hold where one bit is another: of the manifest, of where it starts, of the seal itself', async () => {
    const ways = leaves(release)
    expect(ways.length).toBeGreaterThan(12)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ways), fc.nat(500), async (way, at) => {
        const changed = flipped(release, way, at)
        // The last letter of a base64 text has bits that stand for nothing; the bytes are the same then.
        const sameBytes =
          way.at(-1) === 'signature' &&
          Buffer.from(changed.seal.signature.split('.')[2] ?? '', 'base64url').equals(Buffer.from(release.seal.signature.split('.')[2] ?? '', 'base64url')) &&
          changed.seal.signature.split('.')[0] === release.seal.signature.split('.')[0]
        if (!sameBytes) expect(await sealHolds(changed, keys, integrity), way.join('.')).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test.each(Object.keys(integrity).slice(1))('does not hold where the integrity of %s is another, or missing', async (path) => {
    expect(await sealHolds(release, keys, { ...integrity, [path]: sri('z') })).toBe(false)
    const { [path]: _, ...without } = integrity
    expect(await sealHolds(release, keys, without)).toBe(false)
  })

  test('does not hold where a file was added, nor with another platform’s key', async () => {
    expect(await sealHolds(release, keys, { ...integrity, [`${base}more.js`]: sri('d') })).toBe(false)
    expect(await sealHolds(release, [], integrity)).toBe(false)
    const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', other.publicKey)
    expect(await sealHolds(release, [{ kid: 'k2', x, y }], integrity)).toBe(false)
  })

  test.each([
    ['a token of the same key', { ...HEADER, typ: 'JWT' }],
    ['no algorithm', { ...HEADER, alg: 'none' }],
    ['a key that nobody named', { ...HEADER, kid: 'k9' }],
  ])('is not %s', async (_, header) => {
    expect(await sealHolds(await seal(unsealed, header, pair.privateKey), keys, integrity)).toBe(false)
  })
})
