// @vitest-environment happy-dom
import { createHash } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { lookAt } from './integrity.ts'

const sha384 = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`

/** What the server sends for each path; nothing where there is no such file. */
const serve = (files: Record<string, string>, type = 'text/javascript') =>
  vi.stubGlobal('fetch', (path: string) => {
    const body = files[path]
    return Promise.resolve(new Response(body ?? 'none', { status: body === undefined ? 404 : 200, headers: { 'content-type': type } }))
  })

// A document has one map, which is read once.
beforeAll(() => {
  const map = document.createElement('script')
  map.type = 'importmap'
  map.textContent = JSON.stringify({ integrity: { '/a.js': sha384('a'), '/b.js': sha384('b') } })
  document.head.append(map)
})
afterEach(() => void vi.unstubAllGlobals())

describe('files that did not load', () => {
  test('are there when each comes as it was signed', async () => {
    serve({ '/a.js': 'a', '/b.js': 'b' })
    expect(await lookAt(['/a.js', '/b.js'])).toEqual({ tampered: null, areThere: true })
  })

  test('are not there while one is missing, is a page of something else, or is covered by nothing', async () => {
    const missing = { tampered: null, areThere: false }
    serve({ '/a.js': 'a' })
    expect(await lookAt(['/a.js', '/b.js'])).toEqual(missing)
    serve({ '/a.js': 'a' }, 'text/html')
    expect(await lookAt(['/a.js'])).toEqual(missing)
    serve({ '/c.js': 'c' })
    expect(await lookAt(['/c.js'])).toEqual(missing)
  })

  test('are told by the first that is not what was signed, and one that is missing hides none', async () => {
    serve({ '/b.js': 'changed' })
    expect(await lookAt(['/a.js', '/b.js'])).toEqual({ tampered: '/b.js', areThere: false })
  })
})
