// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { framePath, Manifest, sealedIn, sealedText } from '@digione/contracts'
import type { Me, MountedManifest, Start, StartRelease } from '@digione/contracts'
import { flattenedVerify, importJWK } from 'jose'
import { expect, test, vi } from 'vitest'
import { createStandIn } from './stand-in.ts'

const manifest = Manifest.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/react/digione.json'), 'utf8'))) as MountedManifest
const released = (module: string): StartRelease => ({
  id: `${module}@0123456789ab`,
  module,
  version: manifest.version,
  manifest: { ...manifest, id: module },
  entry: { container: `/releases/${module}/0123456789ab/remoteEntry-aaaaaaaa.js`, exposed: './app', scripts: [], styles: [] },
  seal: { sequence: 1, vendorKey: 'a'.repeat(43), others: 'a'.repeat(43), signature: 'a..b' },
})
const [mine, other] = [released('react-fixture'), released('timetable')]
const both = { [mine.id]: mine, [other.id]: other }

const page = (releases: Record<string, StartRelease>) =>
  `<p>$& before</p><script type="application/json" id="digione-start">${JSON.stringify({ releases, keys: [{ kid: 'platform', x: 'x', y: 'y' }] }).replaceAll('<', '\\u003c')}</script><p>after</p>`
const startIn = (html: string) => JSON.parse(/id="digione-start">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as Start
const on = ({ id, module }: StartRelease, tier: 'page' | 'frame') => ({ module, release: id, tier, settings: {}, ids: { user: 'u', learner: null } })
const me = (releases: Record<string, StartRelease>, ...modules: ReturnType<typeof on>[]) => JSON.stringify({ contexts: [{ id: 'c', modules }], releases })

async function standIn(miss = () => {}) {
  const made = await createStandIn('react-fixture', '/@module/react-fixture/', miss)
  await made.become({ ...manifest, description: { fi: 'a </script> b', sv: '', en: '' } })
  return made
}

test('the page is told of the module’s release as it is here, sealed by a key that it is told of too', async () => {
  const html = (await standIn()).page(page(both))
  const { releases, keys } = startIn(html)
  expect(html).toMatch(/^<p>\$& before<\/p>.*<p>after<\/p>$/s)
  const [theirs, own] = Object.values(releases)
  expect(theirs).toEqual(other)
  expect(own).toMatchObject({ module: 'react-fixture', entry: { container: '/@module/react-fixture/@digione/container.js', scripts: [], styles: [] } })
  if (!own) throw new Error('It is not there.')
  const [header = '', , signature = ''] = own.seal.signature.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
  const key = keys.find((one) => one.kid === kid)
  expect(keys.map((one) => one.kid)).toEqual(['platform', kid])
  const payload = Buffer.from(sealedText(sealedIn(own, {}))).toString('base64url')
  const verified = await flattenedVerify({ protected: header, payload, signature }, await importJWK({ kty: 'EC', crv: 'P-256', x: key?.x, y: key?.y }, 'ES256'))
  expect(verified.protectedHeader).toEqual({ alg: 'ES256', kid, typ: 'digione-release+jws' })
})

test('who one is says the same, in each context that has the module and in the tier that it has there, and a frame’s document is the platform’s', async () => {
  const miss = vi.fn()
  const made = await standIn(miss)
  const { contexts, releases } = JSON.parse(made.me(me(both, on(mine, 'frame'), on(other, 'frame')))) as Me
  const [own] = Object.values(startIn(made.page(page({ [mine.id]: mine }))).releases)
  expect(contexts[0]?.modules).toEqual([{ ...on(mine, 'frame'), release: own?.id }, on(other, 'frame')])
  expect(Object.keys(releases)).toEqual([other.id, own?.id])
  expect(made.frame(framePath(own?.id ?? ''))).toBe(framePath(mine.id))
  expect(miss).not.toHaveBeenCalled()
})

test('who has the module nowhere is not given it, and that is told', async () => {
  const miss = vi.fn()
  const made = await standIn(miss)
  const text = me({ [other.id]: other }, on(other, 'page'))
  expect(JSON.parse(made.me(text))).toEqual(JSON.parse(text))
  expect(startIn(made.page(page({ [other.id]: other }))).releases).toEqual({ [other.id]: other })
  expect(miss).toHaveBeenCalledOnce()
})

test('a problem passes as it is', async () => {
  const problem = '{"code":"SESSION_EXPIRED"}'
  expect((await standIn()).me(problem)).toBe(problem)
})

test('another manifest is another release', async () => {
  const made = await standIn()
  const idOf = () => Object.keys(startIn(made.page(page({ [mine.id]: mine }))).releases)
  const before = idOf()
  await made.become(manifest)
  expect(idOf()).not.toEqual(before)
})
