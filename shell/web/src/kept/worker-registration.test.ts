// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { dropWorker } from './worker-registration.ts'

afterEach(() => vi.unstubAllGlobals())

test('in a browser that refuses to tell what was kept, nothing fails and the rest is dropped', async () => {
  const unregister = vi.fn(async () => true)
  vi.stubGlobal('caches', { keys: async () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError')) })
  vi.stubGlobal('navigator', { serviceWorker: { getRegistrations: async () => [{ unregister }] } })
  await expect(dropWorker()).resolves.toBeUndefined()
  expect(unregister).toHaveBeenCalledOnce()
})

test('in a browser without caches or workers nothing fails', async () => {
  vi.stubGlobal('caches', undefined)
  vi.stubGlobal('navigator', {})
  await expect(dropWorker()).resolves.toBeUndefined()
})
