// @vitest-environment happy-dom
import { testHost } from '@digione/sdk/testing'
import type { TestHostOptions } from '@digione/sdk/testing'
import { afterEach, expect, test, vi } from 'vitest'
import manifest from '../../digione.json' with { type: 'json' }
import en from '../messages/en.json' with { type: 'json' }
import fi from '../messages/fi.json' with { type: 'json' }
import sv from '../messages/sv.json' with { type: 'json' }
import app from './main.tsx'

const text = (word: string) => ({ fi: word, sv: word, en: word })
const SCHOOLS = [
  { id: 's1', name: text('Mäntylän koulu') },
  { id: 's2', name: text('Rantakylän koulu') },
]

/** Stands for the platform's API, which is not the module's to import: keeps switches and their version. */
function platform() {
  const off = new Set<string>()
  const framed = new Set<string>()
  let version = 7
  const state = (school: string) => ({
    state: off.has(school) ? 'off' : 'on',
    decided: off.has(school) ? { by: 'Paula Pää', at: '2026-11-24T08:00:00Z', at_level: 'school' } : null,
  })
  return {
    off,
    framed,
    /** Somebody else makes a change. */
    meanwhile: () => version++,
    answer: async (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (pathname.endsWith('/schools')) return Response.json({ schools: SCHOOLS })
      if (pathname.endsWith('/history'))
        return Response.json({
          entries: [
            {
              seq: 2,
              at: '2026-11-24T08:00:00Z',
              by: { name: 'Paula Pää', role: 'municipal-admin' },
              action: 'module.switched',
              module: 'attendance',
              school: 's1',
              role: null,
              on: false,
            },
          ],
          next: null,
        })
      if (pathname.endsWith('/modules')) {
        const module = {
          name: text('Läsnäolot'),
          description: text('Poissaolot'),
          icon: 'user-check',
          vendor: { name: 'Esimerkki Oy' },
          version: '1.0.0',
          roles: ['teacher'],
          levels: null,
          scopes: [],
        }
        return Response.json({
          version,
          modules: ['attendance', manifest.id].map((id) => ({
            module: id,
            isolation: 'page',
            framed: { country: false, municipality: framed.has(id) },
            ...module,
            state: { state: 'on', roles: [{ role: 'teacher', on: true }], decided: null },
            schools: SCHOOLS.map((s) => ({ school: s.id, ...state(s.id) })),
          })),
        })
      }
      if (pathname.endsWith('/frames')) {
        const { module, framed: isFramed, version: from } = (await request.json()) as { module: string; framed: boolean; version: number }
        if (from !== version) return Response.json({ code: 'CHANGED_MEANWHILE' }, { status: 409 })
        if (isFramed) framed.add(module)
        else framed.delete(module)
        return Response.json({ version: ++version })
      }
      const change = (await request.json()) as { school: string; on: boolean; version: number }
      if (change.version !== version) return Response.json({ code: 'CHANGED_MEANWHILE' }, { status: 409 })
      if (change.on) off.delete(change.school)
      else off.add(change.school)
      return Response.json({ version: ++version })
    },
  }
}

let cleanup: (() => void)[] = []
afterEach(() => {
  for (const run of cleanup.toReversed()) run()
  cleanup = []
})
async function open(path: string, options: TestHostOptions = {}) {
  const server = platform()
  const seen = testHost({
    manifest,
    messages: app.messages ?? {},
    path,
    context: { role: 'municipal-admin', school: null, level: null, groups: [] },
    apis: { platform: server.answer },
    ...options,
  })
  const el = document.createElement('div')
  document.body.append(el)
  const unmount = await app.mount(el, seen.host)
  cleanup.push(
    () => el.remove(),
    () => unmount?.(),
  )
  return { el, server, ...seen }
}
const toggle = (el: HTMLElement, place: string) => el.querySelector<HTMLInputElement>(`[data-place="${place}"] input`)

test('lists the services with their state across the schools', async () => {
  const { el, server } = await open('/')
  await vi.waitFor(() => expect(el.textContent).toContain('2/2 koulussa'))
  expect(server.off.size).toBe(0)
  expect(el.querySelector('[data-service="attendance"]')?.textContent).toContain('Käytössä')
})

test('switching off asks first; refused, nothing happens', async () => {
  const { el, server, questions, answer } = await open('/services/attendance')
  await vi.waitFor(() => expect(toggle(el, 's1')).not.toBeNull())
  toggle(el, 's1')?.click()
  await vi.waitFor(() => expect(questions).toHaveLength(1))
  expect(questions[0]).toMatchObject({ title: 'Poistetaanko Läsnäolot käytöstä?', tone: 'danger' })
  answer(false)
  await vi.waitFor(() => expect(toggle(el, 's1')?.checked).toBe(true))
  expect(server.off.size).toBe(0)
})

test('switched off in one school it stays on in the other, and the notice undoes it', async () => {
  const { el, server, questions, answer, notices } = await open('/services/attendance')
  await vi.waitFor(() => expect(toggle(el, 's1')).not.toBeNull())
  toggle(el, 's1')?.click()
  await vi.waitFor(() => expect(questions).toHaveLength(1))
  answer(true)
  await vi.waitFor(() => expect(toggle(el, 's1')?.checked).toBe(false))
  expect([...server.off]).toEqual(['s1'])
  expect(toggle(el, 's2')?.checked).toBe(true)
  expect(el.querySelector('[data-place="s1"]')?.textContent).toContain('Paula Pää')
  await vi.waitFor(() => expect(notices).toHaveLength(1))
  notices[0]?.action?.run()
  await vi.waitFor(() => expect(toggle(el, 's1')?.checked).toBe(true))
  expect(server.off.size).toBe(0)
})

test("another admin's change is never overwritten: the present state is shown", async () => {
  const { el, server, questions, answer } = await open('/services/attendance')
  await vi.waitFor(() => expect(toggle(el, 's1')).not.toBeNull())
  server.meanwhile()
  toggle(el, 's1')?.click()
  await vi.waitFor(() => expect(questions).toHaveLength(1))
  answer(true)
  await vi.waitFor(() => expect(el.querySelector('[role="alert"]')?.textContent).toContain('Joku muu muutti'))
  expect(server.off.size).toBe(0)
})

test('a service says in words for whom it is made', async () => {
  const { el } = await open('/services/attendance')
  await vi.waitFor(() => expect(el.textContent).toContain('Kenelle: opettajat'))
})

test('the console cannot be switched off from itself', async () => {
  const { el } = await open(`/services/${manifest.id}`)
  await vi.waitFor(() => expect(toggle(el, 'municipality')?.disabled).toBe(true))
  expect(el.textContent).toContain('ei voi poistaa käytöstä täältä')
})

test('the history says who switched what', async () => {
  const { el } = await open('/history')
  await vi.waitFor(() => expect(el.textContent).toContain('Läsnäolot poistettiin käytöstä: Mäntylän koulu'))
  expect(el.textContent).toContain('Paula Pää')
})

test('every text is there in Finnish, Swedish and English', () => {
  expect(Object.keys(sv)).toEqual(Object.keys(fi))
  expect(Object.keys(en)).toEqual(Object.keys(fi))
})
