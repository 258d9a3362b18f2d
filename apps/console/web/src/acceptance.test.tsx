// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { open, toggle } from './testing/opened-console.ts'
import type { Platform } from './testing/opened-console.ts'

test('what a service asks for is said in full, with who accepted it and when', async () => {
  const { el } = await open('/services/attendance')
  const section = () => el.querySelector('[data-section="acceptance"]')
  await vi.waitFor(() => expect(section()?.querySelector('[data-accepted]')?.textContent).toBe('Hyväksytty 1.12.2026 klo 10.00, Paula Pää.'))
  for (const said of [
    'opettajat',
    'tunniste',
    'Nimet tuntilistaan.',
    'Peruste: lakisääteinen velvoite.',
    'Tiedot: nimet.',
    'Suomi ja Irlanti',
    'Pilvi Oy, Irlanti',
  ])
    expect(section()?.textContent).toContain(said)
  expect(section()?.querySelector('a[href^="https:"]')?.getAttribute('href')).toBe('https://esimerkki.example/tietosuoja')
})

test('a release that asks for more is told of by what is new alone, and given once that is accepted', async () => {
  const before = (server: Platform) => server.given('1.0.0')
  const { el, notices } = await open('/services/attendance', { before })
  const notice = () => el.querySelector('[data-waiting]')
  await vi.waitFor(() => expect(notice()?.textContent).toContain('Versio 1.0.0 on käytössä siihen asti'))
  expect([...(notice()?.querySelectorAll('li') ?? [])].map((line) => line.textContent)).toEqual([
    'Tietoja säilytetään myös: Irlanti',
    'Uusi tarkoitus: Nimet tuntilistaan. Peruste: lakisääteinen velvoite. Tiedot: nimet.',
  ])
  notice()?.querySelector<HTMLButtonElement>('[data-action="accept"]')?.click()
  await vi.waitFor(() => expect(notice()).toBeNull())
  expect(document.activeElement?.id).toBe('cn-asks')
  expect(notices.map(({ text: said }) => said)).toEqual(['Hyväksyntä kirjattiin: Läsnäolot.'])
})

test('a service of which nothing is accepted is marked, and is switched on by accepting what it asks for', async () => {
  const before = (server: Platform) => {
    server.given(null)
    server.off.add('s1')
  }
  const list = await open('/', { before })
  await vi.waitFor(() => expect(list.el.querySelector('[data-acceptance="waiting"]')?.textContent).toBe('Odottaa hyväksyntää'))
  const { el, server, host } = await open('/services/attendance', { before })
  await vi.waitFor(() => expect(toggle(el, 's1')).not.toBeNull())
  toggle(el, 's1')?.click()
  await vi.waitFor(() => expect(el.querySelector('[data-action="accept"]')?.textContent).toBe('Hyväksy ja ota käyttöön: Mäntylän koulu'))
  expect(host.location.value).toMatchObject({ path: '/services/attendance/acceptance', query: { place: 's1' } })
  expect(server.off.has('s1'), 'nothing is on before it is accepted').toBe(true)
  el.querySelector<HTMLButtonElement>('[data-action="accept"]')?.click()
  await vi.waitFor(() => expect(host.location.value.path).toBe('/services/attendance'))
  expect(server.off.has('s1')).toBe(false)
})

test('the register names each service with all that it is given', async () => {
  const { el } = await open('/register')
  await vi.waitFor(() => expect(el.querySelectorAll('[data-entry]')).toHaveLength(1))
  const entry = el.querySelector('[data-entry="attendance"]')?.textContent
  for (const said of ['Esimerkki Oy', 'Nimet tuntilistaan.', 'Kaksi vuotta.', 'Hyväksytty 1.12.2026 klo 10.00, Paula Pää.']) expect(entry).toContain(said)
})

test('what the vendor’s backend was in fact given is told in counts, by month', async () => {
  const { el } = await open('/services/attendance')
  await vi.waitFor(() =>
    expect(el.querySelector('[data-section="released"] dl')?.textContent?.replaceAll('\u00A0', ' ')).toBe(
      'joulukuu 2026Henkilöiden tiedot1 412 henkilöä, 3 hakua',
    ),
  )
})
