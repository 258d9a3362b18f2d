// @vitest-environment happy-dom
import { testHost } from '@digione/sdk/testing'
import type { TestHostOptions } from '@digione/sdk/testing'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import manifest from '../../digione.json' with { type: 'json' }
import { timetableApi } from '../../api/src/app.ts'
import { openChangeStore } from '../../api/src/change-store.ts'
import app from './main.tsx'

const OWN = '11111111-1111-4111-8111-111111111111'
const SCHOOL = '1.2.246.562.99.00000000101'
const BELLS: [string, string][] = [
  ['08:15', '09:00'],
  ['09:15', '10:00'],
]

let cleanup: (() => void)[] = []
beforeEach(() => vi.setSystemTime(new Date('2026-11-24T06:30:00Z')))
afterEach(() => {
  for (const run of cleanup.toReversed()) run()
  cleanup = []
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The module on its real backend, with a roster of one group. */
async function open(role: 'learner' | 'principal', options: TestHostOptions & { slot?: 'desktop.card.v1'; grade?: number } = {}) {
  const store = openChangeStore(mkdtempSync(join(tmpdir(), 'timetable-ui-')))
  const context = {
    id: 'c',
    municipality: 'espoo',
    school: SCHOOL,
    role,
    learner: options.grade === undefined ? null : { id: 'l', givenName: 'Helmi', name: 'Helmi Niemi', grade: options.grade, group: '2A' },
    level: 'perusopetus' as const,
    groups: [OWN],
    matters: [],
  }
  let isDown = false
  const api = timetableApi({
    // A token names the learner by identifier alone; the host of the page has the name as well.
    verify: async () => ({ sub: 'p1', scopes: [], context: { ...context, learner: context.learner?.id ?? null } }),
    openSchool: () => ({
      bells: async () => new Map([[SCHOOL, BELLS]]),
      teachingGroups: async () => [
        { id: OWN, school: SCHOOL, name: '4B MA', subject: 'MA', periods: ['2-1', '2-2', '3-1'], room: '214', from: '2026-08-01', until: '2026-12-22' },
      ],
      homeGroups: async () => [{ id: '33333333-3333-4333-8333-333333333333', name: '4B' }],
      groupsOfHome: async () => new Set([OWN]),
      teachers: async () => ['Aino Virtanen'],
    }),
    store,
    publishChange: async () => {},
  })
  const seen = testHost({
    manifest,
    messages: app.messages ?? {},
    ...options,
    context: { ...context, school: { id: SCHOOL, name: { fi: 'Mäntylän koulu', sv: 'Mäntylä skola' } } },
    apis: { api: async (request: Request) => (isDown ? new Response(null, { status: 503 }) : api.fetch(request)) },
  })
  const el = document.createElement('div')
  document.body.append(el)
  const start = async () => {
    const unmount = options.slot ? await app.slots?.[options.slot]?.(el, seen.host, { pageHref: '/espoo/timetable' }) : await app.mount(el, seen.host)
    cleanup.push(
      () => store.close(),
      () => el.remove(),
      () => unmount?.(),
    )
  }
  return { el, start, setDown: (down: boolean) => (isDown = down), ...seen }
}
const button = (el: HTMLElement, name: string) =>
  [...el.querySelectorAll('button')].find((b) => (b.getAttribute('aria-label') ?? b.textContent ?? '').includes(name))

test('a phone shows one day, and the week as a list where that is chosen, which the address keeps', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
  const { el, start, host } = await open('learner')
  await start()
  await vi.waitFor(() => expect(el.querySelectorAll('.tt-item')).toHaveLength(2))
  expect(el.querySelectorAll('h2')).toHaveLength(0)
  expect(button(el, 'Päivä')?.getAttribute('aria-pressed')).toBe('true')
  button(el, 'Viikko')?.click()
  await vi.waitFor(() => expect(el.querySelectorAll('h2')).toHaveLength(5))
  await vi.waitFor(() => expect(el.querySelectorAll('.tt-item')).toHaveLength(3))
  expect(host.location.value.query).toEqual({ view: 'list' })
  button(el, 'Seuraava viikko')?.click()
  await vi.waitFor(() => expect(el.textContent).toContain('Viikko 49'))
  button(el, 'Päivä')?.click()
  await vi.waitFor(() => expect(el.querySelectorAll('h2')).toHaveLength(0))
})

test("the card shows a learner's lessons from now on, the present one marked", async () => {
  const { el, start } = await open('learner', { slot: 'desktop.card.v1' })
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('Matematiikka'))
  expect([...el.querySelectorAll('time')].map((t) => t.textContent)).toEqual(['8.15', '9.15'])
  expect(el.querySelector('[data-now]')?.textContent).toContain('Nyt')
  expect(el.textContent).toContain('Päättyy 10.00')
  expect(el.textContent).toContain('tila 214')
})

test('the card of somebody whose day is over shows the next school day', async () => {
  vi.setSystemTime(new Date('2026-11-24T18:00:00Z'))
  const { el, start } = await open('learner', { slot: 'desktop.card.v1' })
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('huomenna klo 8.15 alkaen'))
  expect([...el.querySelectorAll('time')].map((t) => t.dateTime)).toEqual(['2026-11-25T08:15'])
})

test('a second grader meets a picture and one word for each lesson, and may hear them', async () => {
  const said: string[] = []
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      lang = ''
      readonly text: string
      constructor(text: string) {
        this.text = text
      }
    },
  )
  vi.stubGlobal('speechSynthesis', { cancel() {}, speak: ({ text, lang }: { text: string; lang: string }) => said.push(`${lang}: ${text}`) })
  const { el, start } = await open('learner', { slot: 'desktop.card.v1', grade: 2 })
  await start()
  await vi.waitFor(() => expect(el.querySelectorAll('d1-icon[name="calculator"]')).toHaveLength(2))
  expect(el.textContent).not.toContain('214')
  button(el, 'Kuuntele')?.click()
  expect(said).toEqual(['fi: Päättyy 10.00. Kello 8.15 Matematiikka. Kello 9.15 Matematiikka.'])
})

test('the card follows the language without a reload', async () => {
  const { el, start, setLocale } = await open('learner', { slot: 'desktop.card.v1' })
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('Matematiikka'))
  setLocale('sv')
  await vi.waitFor(() => expect(el.textContent).toContain('Matematik'))
  expect(el.textContent).toContain('Öppna schemat')
})

test('where the backend is down the card says so, and its retry fetches again', async () => {
  const { el, start, setDown, reports } = await open('learner', { slot: 'desktop.card.v1' })
  setDown(true)
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('Oppitunteja ei saatu haettua'))
  expect(reports).toHaveLength(1)
  setDown(false)
  button(el, 'Yritä uudelleen')?.click()
  await vi.waitFor(() => expect(el.textContent).toContain('Matematiikka'))
})

test('a principal records a substitute; the badge says it in words', async () => {
  const { el, start, notices } = await open('principal', { path: `/lessons/${OWN}.2026-11-24.1` })
  await start()
  await vi.waitFor(() => expect(el.querySelector('form')).not.toBeNull())
  const field = [...el.querySelectorAll('label')].find((l) => l.textContent?.includes('Sijaisen nimi'))?.querySelector('input')
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'Eino Laine')
  field?.dispatchEvent(new Event('input', { bubbles: true }))
  await vi.waitFor(() => expect(button(el, 'Tallenna muutos')?.getAttribute('aria-disabled')).toBe('false'))
  button(el, 'Tallenna muutos')?.click()
  await vi.waitFor(() => expect(notices.map((n) => n.text)).toEqual(['Muutos on tallennettu ja näkyy heti kaikille.']))
  await vi.waitFor(() => expect(el.querySelector('.tt-change')?.textContent).toBe('sijainen Eino Laine'))
})

test('unsaved work is saved when the module is taken away, and is a draft until then', async () => {
  const { el, start, leave, host } = await open('principal', { path: `/lessons/${OWN}.2026-11-24.2` })
  await start()
  await vi.waitFor(() => expect(el.querySelector('form')).not.toBeNull())
  el.querySelector<HTMLInputElement>('input[role=switch]')?.click()
  await vi.waitFor(async () => expect(await host.drafts.get(`change:${OWN}.2026-11-24.2`)).toMatchObject({ cancelled: true }))
  expect(await leave('save')).toBe(true)
  expect(await (await host.fetch(`api:/lessons/${OWN}.2026-11-24.2`)).json()).toMatchObject({ lesson: { change: { cancelled: true } } })
  expect(await host.drafts.get(`change:${OWN}.2026-11-24.2`)).toBeUndefined()
})

test('whose names are not shown is not named on a lesson’s own page either, and it follows at once; what is written there stays', async () => {
  const { el, start, setSettings } = await open('principal', { path: `/lessons/${OWN}.2026-11-24.1` })
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('Aino Virtanen'))
  const room = el.querySelector<HTMLInputElement>('.tt-form input[maxlength="40"]')
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(room, '301')
  room?.dispatchEvent(new Event('input', { bubbles: true }))
  setSettings({ showTeachers: false })
  await vi.waitFor(() => expect(el.textContent).not.toContain('Aino Virtanen'))
  expect(el.querySelector<HTMLInputElement>('.tt-form input[maxlength="40"]')).toBe(room)
  expect(room?.value).toBe('301')
  setSettings({})
  await vi.waitFor(() => expect(el.textContent).toContain('Aino Virtanen'))
})

test('what the school announces stands above the timetable, and the timetable opens as it says', async () => {
  const { el, start, setSettings } = await open('learner')
  await start()
  await vi.waitFor(() => expect(el.querySelector('.tt-period')).not.toBeNull())
  expect(el.querySelector('[data-school-notice]')).toBeNull()
  setSettings({ notice: 'Kevätjuhla', opensAs: 'list' })
  await vi.waitFor(() => expect(el.querySelector('[data-school-notice]')?.textContent).toBe('Kevätjuhla'))
  const [grid, list] = el.querySelectorAll<HTMLButtonElement>('.d1-segments button')
  expect(list?.getAttribute('aria-pressed')).toBe('true')
  grid?.click()
  await vi.waitFor(() => expect(grid?.getAttribute('aria-pressed')).toBe('true'))
})

test('a learner has no form to change a lesson', async () => {
  const { el, start } = await open('learner', { path: `/lessons/${OWN}.2026-11-24.1` })
  await start()
  await vi.waitFor(() => expect(el.textContent).toContain('Aino Virtanen'))
  expect(el.querySelector('form')).toBeNull()
})
