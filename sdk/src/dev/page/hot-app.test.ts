import type { App, Host } from '@digione/contracts'
import { beforeEach, expect, test, vi } from 'vitest'
import { withViews } from '../../views.ts'
import { createHotApp } from './hot-app.ts'

const host = { report: vi.fn() } as unknown as Host
const log: string[] = []
beforeEach(() => {
  log.length = 0
  vi.mocked(host.report).mockClear()
})

/** An app that writes down when it comes and goes. */
const edition = (name: string, more: Partial<App> = {}): App => ({
  mount() {
    log.push(`+${name}`)
    return () => void log.push(`-${name}`)
  },
  ...more,
})
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

test('another edition takes the place of the one that stands, and the shell ends that one', async () => {
  const hot = createHotApp()
  hot.show(edition('one'))
  const end = hot.app.mount({}, host)
  hot.show(edition('two'))
  await settled()
  expect(log).toEqual(['+one', '-one', '+two'])
  if (typeof end === 'function') end()
  expect(log).toEqual(['+one', '-one', '+two', '-two'])
})

test('one of the same components and texts leaves standing what stands: the framework puts the edited ones in place', async () => {
  const page = { Page: () => null }
  const edited = { Page: () => undefined }
  const hot = createHotApp()
  hot.show(withViews(edition('one', { messages: { fi: { a: 'A' } } }), { page: page.Page }))
  await hot.app.mount({}, host)
  hot.show(withViews(edition('two', { messages: { fi: { a: 'A' } } }), { page: edited.Page }))
  await settled()
  expect(log).toEqual(['+one'])
  hot.show(withViews(edition('three', { messages: { fi: { a: 'B' } } }), { page: edited.Page }))
  await settled()
  expect(log).toEqual(['+one', '-one', '+three'])
  expect(hot.app.messages).toEqual({ fi: { a: 'B' } })
  hot.show(withViews(edition('four', { messages: { fi: { a: 'B' } } }), { page: edited.Page, card: page.Page }))
  await settled()
  expect(log.slice(-2)).toEqual(['-three', '+four'])
})

test('a place that is left as another edition comes keeps neither of them, and one that was left gets none', async () => {
  const loading = Promise.withResolvers<void>()
  const hot = createHotApp()
  hot.show({
    async mount() {
      await loading.promise
      log.push('+one')
      return () => void log.push('-one')
    },
  })
  const mounting = hot.app.mount({}, host)
  hot.show(edition('two'))
  loading.resolve()
  const end = await mounting
  if (end) end()
  hot.show(edition('three'))
  await settled()
  expect(log).toEqual(['+one', '-one', '+two', '-two'])
})

test('an edition that fails to mount is reported, and the next one stands', async () => {
  const hot = createHotApp()
  hot.show(edition('one'))
  await hot.app.mount({}, host)
  hot.show({
    mount() {
      throw new Error('broken')
    },
  })
  await settled()
  expect(host.report).toHaveBeenCalledWith(new Error('broken'))
  hot.show(edition('three'))
  await settled()
  expect(log).toEqual(['+one', '-one', '+three'])
})

test('a slot that the app has not is one that the shell sees missing', () => {
  const hot = createHotApp()
  hot.show(edition('one', { slots: { 'desktop.card.v1': () => undefined } }))
  expect(hot.app.slots?.['desktop.card.v1']).toBeTypeOf('function')
  hot.show(edition('two'))
  expect(hot.app.slots?.['desktop.card.v1']).toBeUndefined()
})
