// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import manifest from '../../digione.json' with { type: 'json' }
import en from '../messages/en.json' with { type: 'json' }
import fi from '../messages/fi.json' with { type: 'json' }
import sv from '../messages/sv.json' with { type: 'json' }
import { exported, open, toggle } from './testing/opened-console.ts'
import type { Platform } from './testing/opened-console.ts'

test('lists the services with their state across the schools', async () => {
  const { el, server } = await open('/')
  await vi.waitFor(() => expect(el.textContent).toContain('2/2 koulussa'))
  expect(server.off.size).toBe(0)
  expect(el.querySelector('[data-service="attendance"]')?.textContent).toContain('Käytössä')
})

test('a service that is stopped is not said to be on, and its page says why', async () => {
  const before = (server: Platform) => void server.stopped.add('attendance')
  const list = await open('/', { before })
  await vi.waitFor(() => expect(list.el.querySelector('[data-service="attendance"] .d1-badge')?.textContent).toBe('Pysäytetty'))
  const page = await open('/services/attendance', { before })
  await vi.waitFor(() => expect(page.el.querySelector('[data-stopped]')?.textContent).toContain('Tietoturvaongelma'))
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

function choose(el: HTMLElement, label: string, value: string) {
  const select = el.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`)
  if (!select) throw new Error(`There is no choice "${label}".`)
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}
const places = (el: HTMLElement) => [...el.querySelectorAll<HTMLElement>('tr[data-place]')].map((row) => row.dataset['place'])

test('schools are in order by the column that is pressed, found by their state, and given as a file', async () => {
  const { el, server } = await open('/services/attendance', { before: ({ off }) => void off.add('s1') })
  await vi.waitFor(() => expect(places(el)).toEqual(['s1', 's2']))
  const byName = el.querySelector<HTMLButtonElement>('[data-sort="name"]')
  expect(byName?.closest('th')?.getAttribute('aria-sort')).toBe('ascending')
  byName?.click()
  await vi.waitFor(() => expect(places(el)).toEqual(['s2', 's1']))
  expect(byName?.closest('th')?.getAttribute('aria-sort')).toBe('descending')
  el.querySelector<HTMLButtonElement>('[data-sort="state"]')?.click()
  await vi.waitFor(() => expect(places(el)).toEqual(['s1', 's2']))
  expect((await exported(el)).split('\r\n').slice(0, 3)).toEqual([
    // A spreadsheet is told that it is UTF-8.
    '\uFEFFKoulu;Tila;Päätös',
    expect.stringMatching(/^Mäntylän koulu;Ei käytössä;Koulun oma päätös · Paula Pää, /),
    'Rantakylän koulu;Käytössä;Kunnan päätös',
  ])
  choose(el, 'Näytä koulut', 'on')
  await vi.waitFor(() => expect(places(el)).toEqual(['s2']))
  expect(el.textContent).toContain('1/2 koulua')
  choose(el, 'Näytä koulut', 'own')
  await vi.waitFor(() => expect(places(el)).toEqual(['s1']))
  expect(server.off.size).toBe(1)
})

test('a service says where it came from: key, source, size, and what was withdrawn; an address that is none leads nowhere', async () => {
  const { el } = await open('/services/attendance')
  const origin = () => el.querySelector('[data-section="origin"]')
  await vi.waitFor(() => expect(origin()?.textContent).toContain('2.0.0'))
  expect(origin()?.textContent).toMatch(/kkkkkkkkkkkk · rekisteröity/)
  expect(origin()?.textContent).toContain('13d3106f8c0d')
  expect(origin()?.textContent).toMatch(/4 tiedostoa · 52.kt/)
  expect(origin()?.textContent).toMatch(/1\.9\.0 .* vedetty pois .*: Kadotti luonnoksia/)
  expect(origin()?.querySelector('a')).toBeNull()
})

test('the history is that of one school where one is chosen, and the file has all of it, with nothing a spreadsheet would run', async () => {
  const { el } = await open('/history')
  await vi.waitFor(() => expect(el.querySelectorAll('tbody tr')).toHaveLength(1))
  const file = await exported(el)
  expect(file.trimEnd().split('\r\n')).toHaveLength(3)
  expect(file).toContain(";'=Pekka")
  choose(el, 'Missä', 's2')
  await vi.waitFor(() => expect(el.textContent).toContain('Yksikään muutos ei vastaa rajausta.'))
  expect(el.querySelector<HTMLButtonElement>('[data-action="export"]')?.disabled).toBe(true)
})

test('decisions are saved as a file, and a change is planned from one; what is wrong with a file is said', async () => {
  const { el, notices, navigations } = await open('/changes')
  await vi.waitFor(() => expect(el.querySelector('[data-action="save-state"]')).not.toBeNull())
  expect(JSON.parse(await exported(el, 'save-state'))).toEqual({ digione: 1, modules: { attendance: [{ effect: 'on' }] } })
  const take = (content: string) => {
    const input = el.querySelector<HTMLInputElement>('input[type="file"]')
    if (!input) throw new Error('There is no place for a file.')
    Object.defineProperty(input, 'files', { value: [new File([content], 'paatokset.json')], configurable: true })
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const said = () => el.querySelector('[role="alert"]')?.textContent ?? ''
  take('{')
  await vi.waitFor(() => expect(said()).toContain('ei ole JSON-muodossa'))
  take('{}')
  await vi.waitFor(() => expect(said()).toMatch(/ei kelpaa tässä kunnassa.*modules: is missing/))
  take(JSON.stringify({ modules: { attendance: [{ effect: 'on' }] } }))
  await vi.waitFor(() => expect(notices.at(-1)?.text).toBe('Kaikki on jo niin kuin tiedostossa. Mitään ei muuteta.'))
  expect([said(), navigations.length]).toEqual(['', 0])
  take(JSON.stringify({ modules: { attendance: [] } }))
  await vi.waitFor(() => expect(navigations.at(-1)?.address).toMatch(/\/changes\/c1$/))
})

test('every text is there in Finnish, Swedish and English', () => {
  expect(Object.keys(sv)).toEqual(Object.keys(fi))
  expect(Object.keys(en)).toEqual(Object.keys(fi))
})
