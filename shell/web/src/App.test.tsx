// @vitest-environment happy-dom
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import type { Root } from 'react-dom/client'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { people, tenants } from '../specimen/people.ts'
import { App } from './App.tsx'
import { startLanguage } from './language/index.ts'
import { useHistory } from './notices/history.ts'
import { notify } from './state/notices.ts'
import { emptyState, useShell } from './state/store.ts'
import type { ShellState } from './state/store.ts'

let root: Root
let place: HTMLElement

beforeAll(async () => {
  // React warns unless a test says that it is one.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  await startLanguage('fi')
})
beforeEach(() => {
  useShell.setState(emptyState(), true)
  useHistory.setState({ past: [], unseen: 0 })
  place = document.createElement('div')
  document.body.append(place)
  root = createRoot(place)
})
afterEach(async () => {
  await act(async () => root.unmount())
  place.remove()
  vi.useRealTimers()
  await startLanguage('fi')
})

async function show(state: Partial<ShellState>) {
  await act(async () => {
    useShell.setState({ start: { ...emptyState().start, tenants }, ...state })
    root.render(createElement(App))
  })
}
const signedIn = (who: keyof typeof people, state: Partial<ShellState> = {}) => {
  const me = people[who] ?? null
  return show({ phase: 'signed-in', route: { kind: 'desktop' }, me, contextId: me?.contexts[0]?.id ?? null, ...state })
}
const find = (selector: string) => [...place.querySelectorAll<HTMLElement>(selector)]
const words = (selector: string) => find(selector).map((element) => element.textContent)

test('a guardian sees every child on one desktop, whatever their cities', async () => {
  await signedIn('guardian')
  expect(words('.desktop-heading .desktop-place')).toEqual(['Kilonpuiston koulu, Espoo', 'Tikkurilan koulu, Vantaa'])
  expect(find('.desktop-card a').map((link) => [link.getAttribute('href'), link.dataset['inContext']])).toEqual([
    ['/espoo/attendance', 'g1'],
    ['/espoo/timetable', 'g1'],
    ['/vantaa/attendance', 'g2'],
    ['/vantaa/timetable', 'g2'],
  ])
  expect(find('.link-card')).toHaveLength(1)
})

test('the switch names each context, marks the one in use, and says how a locked one opens', async () => {
  await signedIn('guardian')
  const choices = find('.rail [data-context]')
  expect(choices.map((choice) => [choice.dataset['context'], choice.getAttribute('role'), choice.getAttribute('aria-checked')])).toEqual([
    ['g1', 'menuitemradio', 'true'],
    ['g2', 'menuitemradio', 'false'],
  ])
  await signedIn('teacher')
  expect(words('.rail [role="menuitem"] .context-place')).toEqual(['Kirjaudu: Suomi.fi-tunnistus'])
})

test('switching language changes every word without a reload', async () => {
  await signedIn('guardian')
  expect(words('.rail .nav-link .nav-label')).toEqual(['Työpöytä', 'Läsnäolo', 'Lukujärjestys', 'Kirjasto'])
  await act(() => startLanguage('sv'))
  expect(words('.rail .nav-link .nav-label')).toEqual(['Skrivbord', 'Närvaro', 'Schema', 'Biblioteket'])
  expect(document.documentElement.lang).toBe('sv')
})

test('an address of another context offers the switch, and mounts nothing', async () => {
  await signedIn('guardian', {
    route: { kind: 'module', municipality: 'vantaa', module: 'timetable', path: '/' },
    offer: { path: '/vantaa/timetable', contextIds: ['g2'] },
  })
  expect(words('main h1')).toEqual(['Vaihdetaanko roolia?'])
  expect(find('main [data-context="g2"]')).toHaveLength(1)
  expect(find('main [data-module]')).toHaveLength(0)
})

test('a notice stays for six seconds and longer while somebody is on it; an error stays until it is put away', async () => {
  await signedIn('guardian')
  vi.useFakeTimers()
  await act(async () => {
    notify({ text: 'Tallennettu.', tone: 'success' })
    notify({ text: 'Ei onnistunut.', tone: 'danger' })
  })
  const list = find('.toasts ol')[0]
  await act(async () => vi.advanceTimersByTime(5_900))
  expect(words('.toast')).toHaveLength(2)
  await act(async () => void list?.dispatchEvent(new FocusEvent('focusin', { bubbles: true })))
  await act(async () => vi.advanceTimersByTime(60_000))
  expect(words('.toast')).toHaveLength(2)
  await act(async () => void list?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
  await act(async () => vi.advanceTimersByTime(6_000))
  expect(words('.toast-text')).toEqual(['Virhe: Ei onnistunut.'])
  expect(useHistory.getState().past).toHaveLength(2)
})

test('the same announcement is said again', async () => {
  await signedIn('guardian', { announcement: { text: 'Lukujärjestys', count: 1 } })
  const said = () => words('.d1-visually-hidden > p[aria-live]')
  expect(said()).toEqual(['', 'Lukujärjestys'])
  await act(async () => useShell.setState({ announcement: { text: 'Lukujärjestys', count: 2 } }))
  expect(said()).toEqual(['Lukujärjestys', ''])
})

test('feedback that could not be sent keeps every word', async () => {
  await show({ phase: 'signed-out', route: { kind: 'feedback' } })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  await vi.waitUntil(() => place.querySelector('form'))
  const field = place.querySelector('textarea')
  const form = place.querySelector('form')
  await act(async () => void form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))
  expect(field?.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(field)
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, 'Painike ei toimi.')
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await act(async () => void form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))
  expect(words('[data-status="danger"][role="alert"]')).toHaveLength(1)
  expect(place.querySelector('textarea')?.value).toBe('Painike ei toimi.')
  vi.unstubAllGlobals()
})

test('whoever was logged out for idleness is told so, and offered the way back', async () => {
  await show({ phase: 'signed-out', hasExpired: true, route: { kind: 'desktop' } })
  expect(words('[role="alert"] strong')).toEqual(['Istuntosi päättyi'])
  expect(words('[role="alert"] button')).toEqual(['Kirjaudu uudelleen'])
})
