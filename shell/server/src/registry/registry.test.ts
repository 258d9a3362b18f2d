import { brotliDecompressSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import { DigiOneError, isCode, type Release, type Rule, sealedText, type VendorKey } from '@digione/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Files, filesOf, makeSigner, manifestOf, publicationOf, sharing, statementOf } from '../testing/builds.ts'
import { asPlatform } from '../db/scope.ts'
import { releasesFor } from '../entitlements/rules.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { satisfies } from '@digione/inspection'
import { MAX_FILE_BYTES } from '@digione/inspection'
import { leavesOf, withBitFlipped } from '../testing/flipped-bits.ts'
import { fileRoutes } from './files.ts'
import { bindingsIn, release } from './store.ts'
import { addVendor, bindApi, secretHolds, vendorClient } from './vendors.ts'
import { createWithdrawn } from './withdrawn.ts'

const thumbprintOf = (jwk: VendorKey) => calculateJwkThumbprint(jwk)

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks'))
})
afterAll(() => bench.close())

const signer = () => {
  const { tasks } = bench.signers
  if (!tasks) throw new Error('tasks was published')
  return tasks
}
const publish = async (
  manifest: unknown,
  files: Files = filesOf('tasks'),
  as = 'tasks',
  { channel, statement, by = signer() }: { channel?: string; statement?: object; by?: ReturnType<typeof signer> } = {},
) => {
  const sent = await publicationOf(by, manifest, files, { ...(channel ? { channel } : {}), ...(statement ? { statement } : {}) })
  const answer = await bench.send(as, '/api/registry/releases', { method: 'POST', body: sent })
  const body = (await answer.json()) as { code?: string; detail?: string; release?: string; created?: boolean }
  return { status: answer.status, ...body }
}
const next = (version: string, more = {}) => manifestOf('tasks', { version, ...more })

describe('publishing', () => {
  test('the same contents again are the same release', async () => {
    expect(await publish(manifestOf('tasks'))).toMatchObject({ status: 200, created: false })
  })

  test('the same version with other contents is refused with 409', async () => {
    expect(await publish(manifestOf('tasks'), filesOf('changed'))).toMatchObject({ status: 409, code: 'RELEASE_EXISTS' })
  })

  test('another vendor’s module is refused', async () => {
    expect(await publish(manifestOf('grades'))).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
  })

  test.each([
    ['an HTML file', { 'index.html': '<h1>' }, /type/],
    ['an executable', { 'run.sh': 'rm' }, /type/],
    ['a source map', { 'assets/app-1.js.map': '{}' }, /type/],
    ['a path out of the release', { '../../escape.js': '1' }, /not a path within/],
    ['an absolute path', { '/etc/passwd.js': '1' }, /not a path within/],
    ['a path through a folder', { 'a/../../b.js': '1' }, /not a path within/],
  ])('%s is refused', async (_, files, why) => {
    const answer = await publish(next('2.0.0'), filesOf('tasks', files))
    expect(answer).toMatchObject({ status: 422, code: 'RELEASE_REFUSED' })
    expect(answer.detail).toMatch(why)
  })

  test('a file that is too large is refused with 413', async () => {
    expect(await publish(next('2.0.0'), filesOf('tasks', { 'big.js': 'x'.repeat(MAX_FILE_BYTES + 1) }))).toMatchObject({ status: 413, code: 'TOO_LARGE' })
  })

  test('a body that is too large is refused before it is read', async () => {
    const answer = await bench.send('tasks', '/api/registry/releases', {
      method: 'POST',
      headers: { 'content-length': '99999999', 'content-type': 'multipart/form-data; boundary=x' },
      body: 'x',
    })
    expect(answer.status).toBe(413)
  })

  test('a host interface that this platform does not have is refused', async () => {
    expect(await publish(next('2.0.0', { hostApi: '1.9' }))).toMatchObject({ status: 422, code: 'HOST_API_TOO_NEW' })
  })

  test('shares that the shell does not bring are refused, by name and by version', async () => {
    const unknown = await publish(next('2.0.0'), filesOf('tasks', {}, sharing('lodash', '^4.0.0')))
    expect(unknown).toMatchObject({ code: 'RELEASE_REFUSED', detail: expect.stringContaining('lodash') })
    const newer = await publish(next('2.0.0'), filesOf('tasks', {}, sharing('react', '^20.0.0')))
    expect(newer).toMatchObject({ code: 'RELEASE_REFUSED', detail: expect.stringContaining('react ^20.0.0') })
  })

  test('styles that reach beyond the module are refused, by file and line', async () => {
    const answer = await publish(next('2.0.0'), filesOf('tasks', { 'assets/app-1.css': '*{display:none}' }))
    expect(answer).toMatchObject({ status: 422, code: 'RELEASE_REFUSED', detail: expect.stringContaining('assets/app-1.css: line 1') })
  })

  test('a build without a federation manifest, or one that names a missing file, is refused', async () => {
    const { 'mf-manifest.json': _, ...without } = filesOf('tasks')
    expect(await publish(next('2.0.0'), without)).toMatchObject({ code: 'RELEASE_REFUSED' })
    const { 'assets/app-1.css': __, ...missing } = filesOf('tasks')
    expect(await publish(next('2.0.0'), missing)).toMatchObject({ code: 'RELEASE_REFUSED', detail: expect.stringContaining('assets/app-1.css') })
  })

  test('a manifest that is not one is refused field by field', async () => {
    expect(await publish({ ...manifestOf('tasks'), version: 'new' })).toMatchObject({ code: 'RELEASE_REFUSED', detail: expect.stringContaining('version') })
  })

  test('nobody publishes without a client’s token, nor with one that lacks the scope', async () => {
    expect(await publish(next('2.0.0'), {}, 'nobody')).toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' })
    bench.callers['reader'] = { kind: 'client', clientId: 'reader', module: 'tasks', vendor: 'tasks-vendor', scopes: ['events.publish'] }
    expect(await publish(next('2.0.0'), {}, 'reader')).toMatchObject({ status: 403, code: 'SCOPE_MISSING' })
  })

  test('a link has a manifest and no files', async () => {
    const { paths: _, isolation: __, ...common } = manifestOf('tasks', { version: '3.0.0' })
    const link = { ...common, isolation: 'link', link: { url: 'https://old.example' } }
    expect(await publish(link, filesOf('tasks'), 'tasks', { channel: 'preview' })).toMatchObject({ code: 'RELEASE_REFUSED' })
    expect(await publish(link, {}, 'tasks', { channel: 'preview' })).toMatchObject({ status: 201 })
  })

  test('a release is sealed by the platform over its id, its manifest, where it starts and every file', async () => {
    const published = await publish(next('1.1.0'), filesOf('signed', { 'assets/dot.svg': '<svg/>' }))
    const kept = await release(bench.db, published.release ?? '')
    const [key] = bench.secrets.jwks.keys
    if (!kept || !key) throw new Error('it was published')
    expect(kept.entry).toEqual({ container: 'remoteEntry-1.js', exposed: './app', scripts: ['assets/app-1.js'], styles: ['assets/app-1.css'] })
    const { signature, ...seal } = kept.seal
    const code = Object.fromEntries(kept.files.filter(({ path }) => /js$|css$/.test(path)).map(({ path, integrity }) => [path, integrity]))
    expect(Object.keys(code)).toEqual(['assets/app-1.css', 'assets/app-1.js', 'remoteEntry-1.js'])
    const text = sealedText({ id: kept.id, manifest: kept.manifest, entry: kept.entry, code, ...seal })
    const { d: _, ...publicKey } = key
    const jws = signature.replace('..', `.${Buffer.from(text).toString('base64url')}.`)
    await expect(compactVerify(jws, await importJWK(publicKey, 'ES256'))).resolves.toBeDefined()
    // What is not run is covered by one digest.
    const other = await publish(next('1.1.1'), filesOf('signed', { 'assets/dot.svg': '<svg />' }))
    expect((await release(bench.db, other.release ?? ''))?.seal.others).not.toBe(seal.others)
  })

  test('every reason against a release is told at once', async () => {
    const { detail = '' } = await publish(next('2.0.0'), filesOf('tasks', { 'index.html': '<h1>', 'assets/app-1.css': '*{display:none}' }), 'tasks', {
      by: await makeSigner(),
    })
    expect(detail).toMatch(/index\.html/)
    expect(detail).toMatch(/assets\/app-1\.css: line 1/)
    expect(detail).toMatch(/not registered/)
  })
})

describe('what a vendor signs', () => {
  const files = filesOf('tasks')
  const stated = (version: string, changes: object = {}) => ({ ...statementOf(next(version), files), ...changes })

  test.each<[string, object, RegExp]>([
    ['another manifest', { manifest: next('2.0.0', { icon: 'book' }) }, /another digione\.json/],
    ['another version', { version: '2.0.1' }, /another release/],
    ['another module', { module: 'grades' }, /another release/],
    ['another channel', { channel: 'preview' }, /channel "preview"/],
    ['a file less', { files: stated('2.0.0').files.slice(1) }, /mf-manifest\.json was not signed/],
    [
      'a file more',
      { files: [...stated('2.0.0').files, { path: 'more.js', integrity: `sha384-${'A'.repeat(64)}`, bytes: 1 }] },
      /more\.js was signed and did not come/,
    ],
    [
      'another file',
      { files: stated('2.0.0').files.map((file) => ({ ...file, integrity: `sha384-${'A'.repeat(64)}` })) },
      /app-1\.js is not the file that was signed/,
    ],
    ['no number', { sequence: 0 }, /sequence/],
    ['a number beyond all', { sequence: 3_000_000_000 }, /sequence/],
  ])('%s than what comes is refused', async (_, changes, why) => {
    const answer = await publish(next('2.0.0'), files, 'tasks', { statement: stated('2.0.0', changes) })
    expect(answer).toMatchObject({ status: 422, code: 'RELEASE_REFUSED', detail: expect.stringMatching(why) })
  })

  test('whatever a vendor signs that is no statement is refused, and no failure inside', async () => {
    const words = { ...signer(), sign: () => signer().signText('not JSON') }
    expect(await publish(next('2.0.0'), files, 'tasks', { by: words })).toMatchObject({ status: 422, code: 'RELEASE_REFUSED' })
    const register = await bench.send('tasks', '/api/registry/keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jwk: (await makeSigner()).jwk, endorsement: await signer().signText('not JSON') }),
    })
    expect(register.status).toBe(403)
  })

  test('a bit that flips in what a vendor signed, in its head, its words or its signature, is refused', async () => {
    for (const part of [0, 1, 2])
      for (const share of [0, 0.25, 0.5, 0.75]) {
        const sign = async (statement: object) => {
          const parts = (await signer().sign(statement)).split('.')
          const text = parts[part] ?? ''
          const at = Math.floor(text.length * share)
          return parts.with(part, text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)).join('.')
        }
        expect(await publish(next('2.0.0'), files, 'tasks', { by: { ...signer(), sign } }), `${part} ${share}`).toMatchObject({
          status: 422,
          code: 'RELEASE_REFUSED',
        })
      }
  })

  test('a statement that is brought out again, below the newest number, is refused', async () => {
    const old = stated('2.5.0', { sequence: 1 })
    expect(await publish(next('2.5.0'), files, 'tasks', { statement: old })).toMatchObject({ status: 422, detail: expect.stringContaining('it is number 1') })
  })

  test('whoever holds the client’s secret and not the vendor’s key publishes nothing, and gets no key registered', async () => {
    const thief = await makeSigner()
    expect(await publish(next('2.0.0'), files, 'tasks', { by: thief })).toMatchObject({ status: 422, code: 'RELEASE_REFUSED' })
    const register = (body: object) =>
      bench.send('tasks', '/api/registry/keys', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect((await register({ jwk: thief.jwk })).status).toBe(403)
    expect((await register({ jwk: thief.jwk, endorsement: await thief.sign({ add: await thumbprintOf(thief.jwk) }) })).status).toBe(403)
    expect((await register({ jwk: thief.jwk, endorsement: await signer().sign({ add: 'another' }) })).status).toBe(403)
  })

  test('a key that the present one vouches for is taken; a revoked one signs nothing more and vouches for nobody', async () => {
    const [first, second, third] = [await makeSigner(), await makeSigner(), await makeSigner()]
    bench.callers['rotating'] = { kind: 'client', clientId: 'rotating', module: null, vendor: 'rotating-vendor', scopes: ['registry.publish'] }
    await addVendor(bench.db, bench.secrets.keyHash, { id: 'rotating-vendor', name: 'Rotating', modules: ['turning'], clients: [] })
    const send = (path: string, method: string, body?: object) =>
      bench.send('rotating', `/api/registry/${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
    const turning = (version: string) => manifestOf('turning', { version })
    expect((await send('keys', 'POST', { jwk: first.jwk })).status).toBe(200)
    expect((await send('keys', 'POST', { jwk: second.jwk, endorsement: await first.sign({ add: await thumbprintOf(second.jwk) }) })).status).toBe(200)
    expect(await publish(turning('1.0.0'), filesOf('turning'), 'rotating', { by: first })).toMatchObject({ status: 201 })
    expect((await send(`keys/${await thumbprintOf(first.jwk)}`, 'DELETE')).status).toBe(204)
    expect(await publish(turning('1.0.1'), filesOf('turning'), 'rotating', { by: first })).toMatchObject({
      status: 422,
      detail: expect.stringContaining('revoked'),
    })
    expect(await publish(turning('1.0.1'), filesOf('turning'), 'rotating', { by: second })).toMatchObject({ status: 201 })
    expect((await send('keys', 'POST', { jwk: third.jwk, endorsement: await first.sign({ add: await thumbprintOf(third.jwk) }) })).status).toBe(403)
    const { keys } = (await (await send('keys', 'GET')).json()) as { keys: { thumbprint: string; revokedAt: string | null }[] }
    expect(keys.map(({ thumbprint, revokedAt }) => [thumbprint, revokedAt !== null])).toEqual([
      [await thumbprintOf(first.jwk), true],
      [await thumbprintOf(second.jwk), false],
    ])
  })

  test('another vendor’s key is nobody else’s', async () => {
    bench.callers['stranger'] = { kind: 'client', clientId: 'stranger', module: null, vendor: 'stranger-vendor', scopes: ['registry.publish'] }
    await addVendor(bench.db, bench.secrets.keyHash, { id: 'stranger-vendor', name: 'Stranger', modules: [], clients: [] })
    const answer = await bench.send('stranger', '/api/registry/keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jwk: signer().jwk }),
    })
    expect(answer.status).toBe(403)
  })
})

describe('withdrawing', () => {
  const yank = async (release: string, as = 'tasks') => {
    const answer = await bench.send(as, `/api/registry/releases/${release}/yank`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'Loses drafts' }),
    })
    return { status: answer.status, ...((await answer.json()) as { next?: string | null; code?: string }) }
  }

  test('a withdrawn release is given to nobody, its files neither, and its channel gives the one before', async () => {
    const good = await publish(next('4.0.0'), filesOf('good'))
    const bad = await publish(next('4.0.1'), filesOf('bad'))
    const file = (release = '') => `/releases/${release.replace('@', '/')}/assets/app-1.js`
    expect((await bench.send('nobody', file(bad.release))).status).toBe(200)
    expect(await yank(bad.release ?? '', 'diary-of-another')).toMatchObject({ status: 401 })
    expect(await yank(bad.release ?? '')).toMatchObject({ status: 200, next: good.release })
    expect(await yank(bad.release ?? '')).toMatchObject({ status: 410, code: 'RELEASE_YANKED' })
    expect((await bench.send('nobody', file(bad.release))).status).toBe(410)
    expect((await bench.send('nobody', file(good.release))).status).toBe(200)
    const listed = (await (await bench.send('tasks', '/api/registry/releases?module=tasks')).json()) as {
      releases: { id: string; isHead: boolean; yanked: unknown }[]
    }
    expect(listed.releases.find(({ isHead }) => isHead)?.id).toBe(good.release)
    expect(listed.releases.find(({ id }) => id === bad.release)?.yanked).toMatchObject({ reason: 'Loses drafts' })
    // The same contents again do not bring it back.
    expect(await publish(next('4.0.1'), filesOf('bad'))).toMatchObject({ status: 410, code: 'RELEASE_YANKED' })
  })

  test('a rule that pins a withdrawn release gives nothing', async () => {
    const pinned = await publish(next('4.1.0'), filesOf('pinned'))
    const rule = { module: 'tasks', release: { kind: 'pin', release: pinned.release } } as unknown as Rule
    const chosen = () => asPlatform(bench.db, async (trx) => (await releasesFor(trx, [rule])).choose('north', 'tasks', rule.release)?.id ?? null)
    expect(await chosen()).toBe(pinned.release)
    await yank(pinned.release ?? '')
    expect(await chosen()).toBeNull()
  })

  test('another vendor’s release cannot be withdrawn', async () => {
    bench.callers['other'] = { kind: 'client', clientId: 'other', module: null, vendor: 'stranger-vendor', scopes: ['registry.publish'] }
    const { release: own = '' } = await publish(next('4.2.0'), filesOf('own'))
    expect(await yank(own, 'other')).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })
})

describe('what lies in the database', () => {
  const stored = {
    'assets/app-1.js': 'export default "stored"',
    'assets/app-1.css': '@layer module{@font-face{font-family:Stored}}',
    'remoteEntry-1.js': 'export const mark = "stored"',
    'assets/dot.svg': '<svg id="stored"/>',
    'assets/words.json': '{"stored":true}',
  }
  let id = ''
  beforeAll(async () => void ({ release: id = '' } = await publish(next('5.0.0'), filesOf('stored', stored))))

  /** As a server that has served nothing yet. */
  async function served(path: string): Promise<{ status: number; text: string }> {
    const files = fileRoutes(bench, createWithdrawn(bench.db))
    files.onError((error, c) => c.text(error instanceof DigiOneError ? error.code : String(error), 500))
    const answer = await files.request(`/releases/${id.replace('@', '/')}/${path}`)
    return { status: answer.status, text: await answer.text() }
  }
  const refusedAs = (code: string) => ({ status: 500, text: code })

  test.each(Object.entries(stored))('a bit that flips in any byte of %s is found before it is served', async (path, contents) => {
    const integrity = (await release(bench.db, id))?.files.find((file) => file.path === path)?.integrity ?? ''
    const whole = await asPlatform(bench.db, (trx) => trx.selectFrom('blobs').select('brotli').where('integrity', '=', integrity).executeTakeFirstOrThrow())
    const keep = (brotli: Uint8Array) =>
      asPlatform(bench.db, (trx) => trx.updateTable('blobs').set({ brotli }).where('integrity', '=', integrity).executeTakeFirstOrThrow())
    let found = 0
    for (const at of whole.brotli.keys()) {
      await keep(whole.brotli.with(at, (whole.brotli[at] ?? 0) ^ (1 << (at % 8))))
      const answer = await served(path)
      // Compressed data has bits that say nothing.
      if (answer.status === 200) expect(answer.text, `byte ${at}`).toBe(contents)
      else expect(answer, `byte ${at}`).toEqual(refusedAs('MODULE_BLOCKED'))
      if (answer.status !== 200) found += 1
    }
    expect(found).toBeGreaterThan(whole.brotli.length * 0.9)
    await keep(new Uint8Array(whole.brotli))
    expect(await served(path)).toEqual({ status: 200, text: contents })
  })

  test('a bit that flips anywhere in what is told of a release leaves it without a seal, or without the file', async () => {
    const [key] = bench.secrets.jwks.keys
    const kept = await release(bench.db, id)
    if (!kept || !key) throw new Error('it was published')
    const { d: _, ...publicKey } = key
    const platform = await importJWK(publicKey, 'ES256')
    /** Whether the shell would run what it is told of the release. */
    const isSealed = async ({ manifest, entry, files, seal: { signature, ...seal } }: Pick<Release, 'manifest' | 'entry' | 'files' | 'seal'>) => {
      const code = Object.fromEntries(files.filter((file) => isCode(file.path)).map((file) => [file.path, file.integrity]))
      const text = sealedText({ id, manifest, entry, code, ...seal })
      return compactVerify(signature.replace('..', `.${Buffer.from(text).toString('base64url')}.`), platform).then(
        () => true,
        () => false,
      )
    }
    const { manifest, entry, files, seal } = kept
    const told = { manifest, entry, files, seal }
    expect(await isSealed(told)).toBe(true)
    // A file's size is a figure for the console.
    const ways = leavesOf(told).filter((way) => way.at(-1) !== 'bytes')
    expect(ways.length).toBeGreaterThan(30)
    for (const way of ways) {
      const changed = withBitFlipped(told, way)
      const [part, at] = way
      const file = part === 'files' ? files[Number(at)] : undefined
      if (!file || isCode(file.path)) expect(await isSealed(changed), way.join('.')).toBe(false)
      else {
        const keep = (list: typeof files) =>
          asPlatform(bench.db, (trx) =>
            trx
              .updateTable('releases')
              .set({ files: JSON.stringify(list) })
              .where('id', '=', id)
              .executeTakeFirstOrThrow(),
          )
        await keep(changed.files)
        expect((await served(file.path)).status, way.join('.')).not.toBe(200)
        await keep(files)
      }
    }
  })
})

describe('serving', () => {
  test('a release’s file comes immutable, compressed where that is taken, and can run nothing by itself', async () => {
    const listed = await bench.send('tasks', '/api/registry/releases?module=tasks')
    const { releases } = (await listed.json()) as { releases: { id: string; version: string; isHead: boolean }[] }
    const first = releases.find(({ version }) => version === '1.0.0')?.id ?? ''
    expect(releases.find(({ id }) => id === first)?.isHead).toBe(false)
    // The superseded one is still served: pages that are open are pinned to it.
    const address = `/releases/${first.replace('@', '/')}/assets/app-1.css`
    const plain = await bench.send('nobody', address)
    const css = await plain.text()
    expect(css).toBe(filesOf('tasks')['assets/app-1.css'])
    expect(Object.fromEntries(plain.headers)).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    expect(plain.headers.get('content-encoding')).toBeNull()
    const small = await bench.send('nobody', address, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(small.headers.get('content-encoding')).toBe('br')
    const bytes = brotliDecompressSync(new Uint8Array(await small.arrayBuffer()))
    const kept = await release(bench.db, first)
    expect(`sha384-${createHash('sha384').update(bytes).digest('base64')}`).toBe(kept?.files.find(({ path }) => path === 'assets/app-1.css')?.integrity)
  })

  test.each(['/releases/tasks/000000000000/assets/app-1.js', '/releases/tasks/..%2f..%2fetc/passwd.js', '/releases/tasks/x/index.html'])(
    '%s is not there',
    async (path) => {
      expect((await bench.send('nobody', path)).status).toBe(404)
    },
  )
})

describe('vendors', () => {
  test('a client’s secret is kept as a keyed hash and compared', async () => {
    const secret = 'a very long secret of a vendor'
    await addVendor(bench.db, bench.secrets.keyHash, {
      id: 'acme',
      name: 'Acme',
      modules: ['acme.tasks'],
      clients: [{ clientId: 'acme-1', secret, module: 'acme.tasks', scopes: ['roster.readonly'] }],
    })
    const client = await vendorClient(bench.db, 'acme-1')
    if (!client) throw new Error('it was added')
    expect(client.secretHash).not.toContain(secret)
    expect(secretHolds(bench.secrets.keyHash, client, secret)).toBe(true)
    expect(secretHolds(bench.secrets.keyHash, client, `${secret}.`)).toBe(false)
    expect(await vendorClient(bench.db, 'acme-2')).toBeNull()
  })

  test('a municipality’s own binding beats the whole country’s, and another one’s is not seen', async () => {
    await bindApi(bench.db, { module: 'tasks', api: 'api', municipality: null, origin: 'https://tasks.example' })
    await bindApi(bench.db, { module: 'tasks', api: 'api', municipality: 'south', origin: 'https://south.tasks.example' })
    const [south, north] = await Promise.all(['south', 'north'].map(async (where) => bindingsIn(bench.db, ['tasks'], where)))
    expect(south?.('tasks', 'api')).toEqual({ origin: 'https://south.tasks.example' })
    expect(north?.('tasks', 'api')).toEqual({ origin: 'https://tasks.example' })
    expect(north?.('tasks', 'other')).toBeNull()
    await expect(bindApi(bench.db, { module: 'tasks', api: 'api', municipality: null, origin: 'https://tasks.example/path' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

test.each([
  ['19.3.1', '19.3.1', true],
  ['19.3.1', '^19.0.0', true],
  ['19.3.1', '^19.4.0', false],
  ['19.3.1', '~19.2.0', false],
  ['19.3.1', '>=18', true],
  ['19.3.1', '^18.0.0', false],
  ['19.3.1', '*', true],
  ['19.3.1', 'latest', false],
])('%s satisfies %s: %s', (offered, range, answer) => expect(satisfies(offered, range)).toBe(answer))
