import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFailureWorkers } from './failure-worker.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digione-worker-'))
  mkdirSync(join(folder, 'dist-worker'))
  writeFileSync(join(folder, 'dist-worker/worker.js'), '(function () { self.told = digioneKept })()')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kept = { paths: /^\/(?!api\/)/, html: '<p>”</p>\u2028`${1}`</script>', headers: { 'content-type': 'text/html' }, files: ['/assets/a.js'] }
const render = () => createFailureWorkers(join(folder, 'dist'))

test('a failure worker is told exactly what it keeps, whatever stands in the page', () => {
  const self: { told?: unknown } = {}
  runInNewContext(render()(kept).script, { self })
  expect(JSON.parse(JSON.stringify(self.told))).toEqual({
    name: expect.stringMatching(/^digione-kept-[\w-]{22}$/) as string,
    header: 'digione-page',
    paths: kept.paths.source,
    html: kept.html,
    headers: kept.headers,
    files: kept.files,
  })
})

test('the same state is the same script, so that browsers fetch it once, and another state is another one', () => {
  const [first, again, other] = [render()(kept), render()(kept), render()({ ...kept, html: '<p>other</p>' })]
  expect(again).toEqual(first)
  expect(other.etag).not.toBe(first.etag)
  expect(other.script).not.toBe(first.script)
})

test('without its build the refusal names the file', () => {
  expect(() => createFailureWorkers('/nowhere/dist')(kept)).toThrow('/nowhere/dist-worker/worker.js')
})

test('a navigation that is none of its pages is asked for once: the browser has asked ahead, and that answer is the answer', async () => {
  const built = join(import.meta.dirname, '../../../web/dist')
  const hear = new Map<string, (event: object) => void>()
  let asked = 0
  const self = { location: { origin: 'https://session.example' }, addEventListener: (name: string, run: (event: object) => void) => hear.set(name, run) }
  const fetch = () => {
    asked += 1
    return Promise.resolve('asked again')
  }
  runInNewContext(createFailureWorkers(built)(kept).script, { self, addEventListener: self.addEventListener, fetch, URL, setTimeout, RegExp, Set })
  const navigate = async (preloaded: string | undefined) => {
    let answer: unknown = 'left to the browser'
    const request = { url: 'https://session.example/api/callback?code=once', method: 'GET', mode: 'navigate' }
    hear.get('fetch')?.({ request, preloadResponse: Promise.resolve(preloaded), respondWith: (given: unknown) => (answer = given) })
    return answer
  }
  expect(await navigate('asked ahead')).toBe('asked ahead')
  expect(asked).toBe(0)
  expect(await navigate(undefined)).toBe('asked again')
  expect(asked).toBe(1)
})
