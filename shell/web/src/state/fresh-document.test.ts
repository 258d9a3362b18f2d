// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { freshDocumentHas, openFreshDocument } from './fresh-document.ts'

const NOW = 1_800_000_000_000
beforeEach(() => {
  sessionStorage.clear()
  vi.spyOn(location, 'reload').mockImplementation(() => {})
})

test('a new document that did not bring what it was opened for is not opened again at once', () => {
  expect(openFreshDocument('homework@1', NOW)).toBe(true)
  expect(openFreshDocument('homework@1', NOW + 59_000)).toBe(false)
  expect(openFreshDocument('homework@1', NOW + 61_000)).toBe(true)
})

test('a release that another one took the place of, and that comes back a moment later, has its document again', () => {
  expect(openFreshDocument('homework@1', NOW)).toBe(true)
  freshDocumentHas('homework@1')
  expect(openFreshDocument('homework@2', NOW + 1000)).toBe(true)
  freshDocumentHas('homework@2')
  expect(openFreshDocument('homework@1', NOW + 2000)).toBe(true)
})
