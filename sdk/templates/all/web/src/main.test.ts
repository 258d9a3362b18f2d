import { testHost } from '@digione/sdk/testing'
import type { TestHostOptions } from '@digione/sdk/testing'
import { afterEach, expect, test, vi } from 'vitest'
import manifest from '../../digione.json'
import { homeworkApi } from '../../api/src/app.ts'
import { exampleStore } from '../../api/src/homework-store.ts'
import en from '../messages/en.json'
import fi from '../messages/fi.json'
import sv from '../messages/sv.json'
import app from './main'

let cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.toReversed()) cleanup()
  cleanups = []
})

/** The module in a complete host, on its real backend. */
async function open(role: 'learner' | 'guardian' | 'teacher', { slot, ...options }: TestHostOptions & { slot?: 'desktop.card.v1' } = {}) {
  const context = { id: 'c', municipality: 'espoo', school: 's', role, level: 'perusopetus' as const, groups: ['4b'], matters: ['studies' as const] }
  const learner = role === 'teacher' ? null : { id: 'pupil', givenName: 'Helmi', name: 'Helmi Niemi', grade: 4, group: '4B' }
  const api = homeworkApi({
    verify: async () => ({ sub: role === 'learner' ? 'pupil' : 'adult', scopes: [], context: { ...context, learner: learner?.id ?? null } }),
    store: exampleStore(),
  })
  const backend = { isDown: false }
  const seen = testHost({
    manifest,
    messages: { fi, sv, en },
    context: { ...context, school: { id: 's', name: { fi: 'Mäntylän koulu', sv: 'Mäntylä skola' } }, learner },
    apis: { api: (request) => (backend.isDown ? new Response(null, { status: 503 }) : api.fetch(request)) },
    ...options,
  })
  const el = document.createElement('div')
  document.body.append(el)
  const start = async () => {
    const unmount = slot ? await app.slots?.[slot]?.(el, seen.host, { pageHref: '/espoo/homework' }) : await app.mount(el, seen.host)
    cleanups.push(
      () => el.remove(),
      () => unmount?.(),
      seen.unmount,
    )
  }
  const button = (name: string) => [...el.querySelectorAll('button')].find(({ textContent }) => textContent?.includes(name))
  const boxes = () => [...el.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')]
  return { el, start, backend, button, boxes, ...seen }
}

test('a pupil marks homework as done, and takes it back', async () => {
  const { el, start, boxes, notices } = await open('learner')
  await start()
  await vi.waitFor(() => expect(boxes()).toHaveLength(5))
  expect(el.textContent).toContain('Tekemättä 5')

  boxes()[0]?.click()
  await vi.waitFor(() => expect(notices.at(-1)?.text).toBe('Merkitty tehdyksi: Äidinkieli ja kirjallisuus'))
  await vi.waitFor(() => expect(el.textContent).toContain('Tekemättä 4'))

  notices.at(-1)?.action?.run()
  await vi.waitFor(() => expect(el.textContent).toContain('Tekemättä 5'))
  expect(boxes().map(({ checked }) => checked)).toEqual([false, false, false, false, false])
})

test('a mark that could not be saved is taken back, and told', async () => {
  const { el, start, backend, boxes, notices, reports } = await open('learner')
  await start()
  await vi.waitFor(() => expect(boxes()).toHaveLength(5))
  backend.isDown = true
  boxes()[0]?.click()
  await vi.waitFor(() => expect(notices.map(({ tone }) => tone)).toEqual(['danger']))
  await vi.waitFor(() => expect(el.textContent).toContain('Tekemättä 5'))
  expect(boxes()[0]?.checked).toBe(false)
  expect(reports).toHaveLength(1)
})

test('a guardian and a teacher read, and mark nothing', async () => {
  for (const role of ['guardian', 'teacher'] as const) {
    const { el, start, boxes } = await open(role)
    await start()
    await vi.waitFor(() => expect(el.textContent).toContain('Matematiikka'))
    expect(boxes()).toHaveLength(0)
    expect(el.querySelectorAll('d1-status')).toHaveLength(role === 'guardian' ? 5 : 0)
  }
})

test('homework that could not be fetched says so, and is fetched again by the button', async () => {
  const { el, start, backend, button } = await open('learner')
  backend.isDown = true
  await start()
  await vi.waitFor(() => expect(el.querySelector('[role="alert"]')?.textContent).toContain('Läksyjä ei saatu haettua'))
  backend.isDown = false
  button('Yritä uudelleen')?.click()
  await vi.waitFor(() => expect(el.textContent).toContain('Matematiikka'))
})

test('the language changes in place', async () => {
  const { el, start, setLocale } = await open('learner')
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('Ympäristöoppi'))
  setLocale('sv')
  await vi.waitFor(() => expect(el.querySelector('h1')?.textContent).toBe(sv.title))
  expect(el.textContent).toContain('Omgivningslära')
  expect(el.textContent).not.toContain('Ympäristöoppi')
})

test('no further than the municipality wants it', async () => {
  const { el, start, setSettings } = await open('learner', { settings: { daysAhead: 31 } })
  await start()
  await vi.waitFor(() => expect(el.querySelectorAll('li')).toHaveLength(5))
  setSettings({ daysAhead: 4 })
  await vi.waitFor(() => expect(el.querySelectorAll('li').length).toBeLessThan(5))
})

test('nothing to do is said kindly', async () => {
  const { el, start } = await open('learner', { apis: { api: () => Response.json({ homework: [] }) } })
  await start()
  await vi.waitFor(() => expect(el.querySelector('d1-empty')?.getAttribute('heading')).toBe('Ei läksyjä'))
})

test('the card shows the next three that are left, and leads to the page', async () => {
  const { el, start } = await open('learner', { slot: 'desktop.card.v1' })
  await start()
  await vi.waitFor(() => expect(el.querySelectorAll('li')).toHaveLength(3))
  expect(el.textContent).toContain('Tekemättä 5')
  expect(el.querySelector('a')?.getAttribute('href')).toBe('/espoo/homework')
})

test('nothing is left after it', async () => {
  const { el, host, signal, unmount } = await mounted()
  unmount()
  expect(el.childNodes).toHaveLength(0)
  expect(signal.aborted).toBe(true)
  expect(host.signal).toBe(signal)
})

async function mounted() {
  const { host, unmount: end } = testHost({ manifest, messages: { fi, sv, en }, apis: { api: () => new Promise<Response>(() => {}) } })
  const el = document.createElement('div')
  const cleanup = await app.mount(el, host)
  return { el, host, signal: host.signal, unmount: () => (end(), cleanup?.()) }
}
