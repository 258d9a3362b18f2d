// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { open } from './testing/opened-console.ts'
import type { Platform } from './testing/opened-console.ts'

const setting = (el: HTMLElement, key: string) => el.querySelector<HTMLInputElement>(`[data-setting="${key}"] input`)
const differenceIn = (el: HTMLElement, key: string) => el.querySelector(`.cn-aside [data-difference="${key}"]`)?.textContent
function type(input: HTMLInputElement | null, value: string) {
  if (!input) throw new Error('there is no such field')
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
const save = (el: HTMLElement) => el.querySelector<HTMLButtonElement>('[data-action="save"]')?.click()

test('settings say from where they are and what would change; saved they are told of, and can go back to what holds more widely', async () => {
  const { el, server, notices } = await open('/services/attendance/settings')
  await vi.waitFor(() => expect(setting(el, 'days')?.value).toBe('7'))
  expect(el.querySelector('[data-setting="days"]')?.getAttribute('data-from')).toBe('default')
  type(setting(el, 'days'), '14')
  await vi.waitFor(() => expect(differenceIn(el, 'days')).toContain('14'))
  expect(server.settings.now().revision).toBe(0)
  save(el)
  await vi.waitFor(() => expect(server.settings.now()).toEqual({ revision: 1, settings: { days: 14 } }))
  await vi.waitFor(() => expect(el.querySelector('[data-revision="1"]')?.textContent).toContain('Paula Pää'))
  expect(notices).toHaveLength(1)
  el.querySelector<HTMLButtonElement>('[data-setting="days"] [data-action="inherit"]')?.click()
  await vi.waitFor(() => expect(setting(el, 'days')?.value).toBe('7'))
  save(el)
  await vi.waitFor(() => expect(server.settings.now().settings).toEqual({}))
})

test('a setting that cannot be is said at its field, which gets the focus, and nothing is saved', async () => {
  const { el, server } = await open('/services/attendance/settings')
  await vi.waitFor(() => expect(setting(el, 'days')).not.toBeNull())
  type(setting(el, 'days'), '31')
  save(el)
  await vi.waitFor(() => expect(el.querySelector('[data-setting="days"] [role="alert"]')?.textContent).toContain('Suurin sallittu arvo on 30.'))
  expect(setting(el, 'days')?.getAttribute('aria-invalid')).toBe('true')
  await vi.waitFor(() => expect(document.activeElement).toBe(setting(el, 'days')))
  expect(server.settings.now().revision).toBe(0)
})

test('what another admin set meanwhile stays, and one’s own change waits on top of it', async () => {
  const { el, server } = await open('/services/attendance/settings')
  await vi.waitFor(() => expect(setting(el, 'days')).not.toBeNull())
  type(setting(el, 'days'), '14')
  server.settings.set({ shows: false })
  save(el)
  await vi.waitFor(() => expect(el.querySelector('.cn-aside [role="alert"]')?.textContent).toContain('Joku muu muutti'))
  expect(server.settings.now().settings).toEqual({ shows: false })
  expect([setting(el, 'days')?.value, setting(el, 'shows')?.checked]).toEqual(['14', false])
  save(el)
  await vi.waitFor(() => expect(server.settings.now().settings).toEqual({ shows: false, days: 14 }))
})

test('a school’s settings show what the municipality set', async () => {
  const before = (server: Platform) => server.settings.set({ days: 3 })
  const { el } = await open('/services/attendance/settings?school=s1', { before })
  await vi.waitFor(() => expect(setting(el, 'days')?.value).toBe('3'))
  expect(el.querySelector('[data-setting="days"]')?.textContent).toContain('Kunnan asetus')
})
