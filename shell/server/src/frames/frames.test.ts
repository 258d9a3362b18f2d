import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { createFrames } from './index.ts'

let bench: Bench
let frames: ReturnType<typeof createFrames>
let release: string
const folder = mkdtempSync(join(tmpdir(), 'digione-frames-'))
const HOST = 'http://tasks.digione-modules.localhost:4410'

beforeAll(async () => {
  bench = await openBench()
  release = await bench.publish(manifestOf('tasks'))
  await bench.publish(manifestOf('diary'))
  const build = join(folder, 'dist-frame')
  mkdirSync(join(build, '.vite'), { recursive: true })
  mkdirSync(join(build, 'assets'))
  writeFileSync(join(build, 'assets', 'main-1.js'), 'export {}')
  writeFileSync(join(build, 'assets', 'react-1.js'), 'export {}')
  const manifest = { 'src/mini-host/main.ts': { file: 'assets/main-1.js', isEntry: true }, 'src/mini-host/shares/react.ts': { file: 'assets/react-1.js' } }
  writeFileSync(join(build, '.vite', 'manifest.json'), JSON.stringify(manifest))
  frames = createFrames({ ...bench, config: { ...bench.config, webDist: join(folder, 'dist') } })
})
afterAll(async () => {
  await bench.close()
  rmSync(folder, { recursive: true })
})

const get = (path: string, host = HOST) => Promise.resolve(frames.fetch(new Request(host + path)))
const framePath = () => `/frame/${release.replace('@', '/')}`

test('a release’s frame runs the mini-host and its own files, connects to nobody, and stands in the shell alone', async () => {
  const answer = await get(framePath())
  expect(answer.status).toBe(200)
  const csp = new Map((answer.headers.get('content-security-policy') ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))
  expect(csp.get('default-src')).toEqual(["'none'"])
  expect(csp.get('connect-src')).toEqual(["'none'"])
  expect(csp.get('frame-src')).toEqual(["'none'"])
  expect(csp.get('frame-ancestors')).toEqual(['http://digione.localhost:4410'])
  expect(csp.get('sandbox')).toEqual(['allow-scripts', 'allow-forms'])
  expect(csp.get('script-src')?.slice(0, 2)).toEqual([`${HOST}/assets/`, `${HOST}/releases/${release.replace('@', '/')}/`])
  expect(csp.get('trusted-types')).not.toContain('default')
  const html = await answer.text()
  expect(html).not.toContain('data-legacy')
  // It shares React, says its build, so that is fetched along.
  expect(html).toContain('data-shared="react"')
  expect(html).toContain('<link rel="modulepreload" href="/assets/react-1.js" integrity="sha384-')
  expect(answer.headers.get('set-cookie')).toBeNull()
})

test.each([
  [undefined, 'data-legacy=""', [], []],
  [['inline-styles' as const], 'data-legacy="inline-styles"', [], ["'unsafe-inline'"]],
  [['eval' as const, 'html-sinks' as const, 'global-styles' as const], 'data-legacy="eval html-sinks global-styles"', ["'unsafe-eval'"], []],
])('the frame of a wrapped application is opened for %j and nothing else', async (legacy, says, scripts, styles) => {
  const manifest = manifestOf('tasks', { isolation: 'frame', version: `1.1.${legacy?.length ?? 0}`, legacy, singleSpa: { entry: 'app.js', format: 'system' } })
  const wrapped = await bench.publish(manifest)
  const answer = await get(`/frame/${wrapped.replace('@', '/')}`)
  const csp = new Map((answer.headers.get('content-security-policy') ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))
  expect(csp.get('script-src')?.slice(3)).toEqual(scripts)
  expect(csp.get('style-src')?.slice(2)).toEqual(styles)
  expect(csp.get('trusted-types')).toContain('default')
  for (const closed of ['connect-src', 'frame-src', 'worker-src', 'form-action', 'object-src']) expect(csp.get(closed)).toEqual(["'none'"])
  expect(csp.get('require-trusted-types-for')).toEqual(["'script'"])
  expect(await answer.text()).toContain(says)
})

test('its files are there for an opaque origin', async () => {
  const answer = await get(`/releases/${release.replace('@', '/')}/assets/app-1.js`)
  expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('cross-origin-resource-policy')]).toEqual([
    200,
    '*',
    'cross-origin',
  ])
  expect((await get('/assets/main-1.js')).headers.get('access-control-allow-origin')).toBe('*')
})

test.each([
  ['the shell’s pages', '/'],
  ['the platform’s API', '/api/me'],
  ['the vault', '/frame'],
  ['another path', '/frame/tasks'],
  ['a release that there is not', '/frame/tasks/000000000000'],
  ['the worker', '/sw.js'],
])('nothing else is: %s', async (_what, path) => {
  const answer = await get(path)
  expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([404, "default-src 'none'; frame-ancestors 'none'; sandbox"])
})

test('a module’s host has that module’s releases alone', async () => {
  const other = HOST.replace('tasks', 'diary')
  expect((await get(framePath(), other)).status).toBe(404)
  expect((await get(`/releases/${release.replace('@', '/')}/assets/app-1.js`, other)).status).toBe(404)
})

test('a withdrawn release has no frame', async () => {
  const withdrawn = await bench.publish(manifestOf('chores'))
  const answer = await bench.send('chores', `/api/registry/releases/${withdrawn}/yank`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'Loses drafts' }),
  })
  expect(answer.status).toBe(200)
  const other = createFrames({ ...bench, config: { ...bench.config, webDist: join(folder, 'dist') } })
  const frame = await other.fetch(new Request(`${HOST.replace('tasks', 'chores')}/frame/${withdrawn.replace('@', '/')}`))
  expect(frame.status).toBe(410)
})
