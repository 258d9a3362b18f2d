import { brotliDecompressSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesOf, manifestOf, publicationOf, sharing } from '../testing/builds.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { satisfies } from './federation.ts'
import { MAX_FILE_BYTES } from './publish.ts'
import { binding, release } from './store.ts'
import { addVendor, bindApi, secretHolds, vendorClient } from './vendors.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks'))
})
afterAll(() => bench.close())

const publish = async (manifest: unknown, files: Record<string, string> = filesOf('tasks'), as = 'tasks', channel?: string) => {
  const answer = await bench.send(as, '/api/registry/releases', { method: 'POST', body: publicationOf(manifest, files, channel) })
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
    expect(await publish(link, filesOf('tasks'), 'tasks', 'preview')).toMatchObject({ code: 'RELEASE_REFUSED' })
    expect(await publish(link, {}, 'tasks', 'preview')).toMatchObject({ status: 201 })
  })

  test('a release is signed by the platform over its id, files and manifest', async () => {
    const published = await publish(next('1.1.0'), filesOf('signed'))
    const kept = await release(bench.db, published.release ?? '')
    const [key] = bench.secrets.jwks.keys
    if (!kept || !key) throw new Error('it was published')
    const { d: _, ...publicKey } = key
    const { payload } = await compactVerify(kept.signature, await importJWK(publicKey, 'ES256'))
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ id: kept.id, files: kept.files, manifest: kept.manifest })
    expect(kept.entry).toEqual({ container: 'remoteEntry-1.js', exposed: './app', scripts: ['assets/app-1.js'], styles: ['assets/app-1.css'] })
  })
})

describe('serving', () => {
  test('a release’s file comes immutable, compressed where that is taken, and can run nothing by itself', async () => {
    const listed = await bench.send('tasks', '/api/registry/releases?module=tasks')
    const { releases } = (await listed.json()) as { releases: { id: string; version: string; isHead: boolean }[] }
    const first = releases.find(({ version }) => version === '1.0.0')?.id ?? ''
    expect(releases.find(({ version }) => version === '1.1.0')?.isHead).toBe(true)
    // The superseded one is still served: pages that are open are pinned to it.
    const address = `/releases/${first.replace('@', '/')}/assets/app-1.css`
    const plain = await bench.send('nobody', address)
    const css = await plain.text()
    expect(css).toBe('h2 { color: red }')
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
    expect(await binding(bench.db, 'tasks', 'api', 'south')).toEqual({ origin: 'https://south.tasks.example' })
    expect(await binding(bench.db, 'tasks', 'api', 'north')).toEqual({ origin: 'https://tasks.example' })
    expect(await binding(bench.db, 'tasks', 'other', 'north')).toBeNull()
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
