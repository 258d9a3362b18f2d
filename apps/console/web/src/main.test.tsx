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

/** Stands for what the platform keeps of one service's settings in the municipality. */
function keptSettings() {
  const number = { key: 'days', kind: 'number', title: text('Päiviä'), help: text('Kuinka monta'), isWhole: true, least: 1, most: 30 }
  const flag = { key: 'shows', kind: 'boolean', title: text('Näytä nimet'), help: null, isWhole: false, least: null, most: null }
  const rest = { fewest: 0, mostItems: 100, isUnique: false, pattern: null, choices: [] }
  const made: { revision: number; settings: Record<string, unknown> }[] = []
  const now = () => made.at(-1) ?? { revision: 0, settings: {} }
  const set = (settings: Record<string, unknown>) => void made.push({ revision: now().revision + 1, settings })
  return {
    now,
    set,
    told: (school: string | null) => ({
      fields: [number, flag].map((field) => ({ ...rest, ...field })),
      defaults: { days: 7, shows: true },
      places: [{ place: 'municipality', values: now().settings }, ...(school === null ? [] : [{ place: 'school', values: {} }])],
      ignored: [],
      revision: school === null ? now().revision : 0,
      revisions: school === null ? made.map((one) => ({ ...one, at: '2026-11-24T08:00:00Z', by: 'Paula Pää', reverts: null })).toReversed() : [],
      schools: [],
    }),
    put({ revision, settings }: { revision: number; settings: Record<string, unknown> }) {
      if (revision !== now().revision) return Response.json({ code: 'CHANGED_MEANWHILE' }, { status: 409 })
      set(settings)
      return Response.json({ revision: now().revision })
    },
  }
}

/** Stands for the platform's API, which is not the module's to import: keeps switches and their version. */
function platform() {
  const off = new Set<string>()
  const framed = new Set<string>()
  const stopped = new Set<string>()
  let version = 7
  /** The release that is given, of the two that there are. */
  let standing: '1.0.0' | '2.0.0' | null = '2.0.0'
  const named = (of: string) => ({ release: `attendance@${of}`, version: of })
  const scope = { id: 'roster.groups', purpose: text('Nimet tuntilistaan.'), legalBasis: 'legal-obligation', fields: ['names'] }
  const acceptance = () => ({
    offered: named('2.0.0'),
    asks: {
      people: ['teacher'],
      fields: ['identifier'],
      scopes: [scope],
      storedIn: ['FI', 'IE'],
      recipients: [{ name: 'Pilvi Oy', country: 'IE', purpose: text('Varmuuskopiot.') }],
      retention: text('Kaksi vuotta.'),
      impactAssessment: 'https://esimerkki.example/tietosuoja',
      contact: null,
    },
    digest: 'd'.repeat(43),
    more:
      standing === '2.0.0'
        ? []
        : [
            { kind: 'country', country: 'IE' },
            { kind: 'scope', scope: scope.id, ...scope },
          ],
    standing: standing && named(standing),
    accepted: standing ? [{ version: standing, by: 'Paula Pää', at: '2026-12-01T08:00:00Z' }] : [],
    fields: { identifier: text('tunniste'), names: text('nimet') },
  })
  const settings = keptSettings()
  const state = (school: string) => ({
    state: off.has(school) ? 'off' : 'on',
    decided: off.has(school) ? { by: 'Paula Pää', at: '2026-11-24T08:00:00Z', at_level: 'school' } : null,
  })
  return {
    off,
    framed,
    stopped,
    given: (release: typeof standing) => void (standing = release),
    settings,
    /** Somebody else makes a change. */
    meanwhile: () => version++,
    answer: async (request: Request): Promise<Response> => {
      const { pathname, searchParams } = new URL(request.url)
      if (pathname.endsWith('/desired-state')) return Response.json({ digione: 1, modules: { attendance: [{ effect: 'on' }] } })
      if (pathname.endsWith('/desired-state/changes')) {
        const { state } = (await request.json()) as { state: { modules?: Record<string, unknown[]> } }
        if (!state.modules) return Response.json({ code: 'INPUT_INVALID', detail: 'modules: is missing' }, { status: 400 })
        return Response.json({ change: state.modules['attendance']?.length ? null : { id: 'c1' } })
      }
      if (pathname.endsWith('/changes')) return Response.json({ fourEyes: false, changes: [], next: null })
      if (pathname.endsWith('/schools')) return Response.json({ schools: SCHOOLS })
      if (pathname.endsWith('/history')) {
        const entry = (seq: number, by: string, on: boolean) => ({
          seq,
          at: '2026-11-24T08:00:00Z',
          by: { name: by, role: 'municipal-admin' },
          action: 'module.switched',
          module: 'attendance',
          school: 's1',
          role: null,
          on,
        })
        if (searchParams.get('school') === 's2') return Response.json({ entries: [], next: null })
        return Response.json(
          searchParams.has('before') ? { entries: [entry(1, '=Pekka', true)], next: null } : { entries: [entry(2, 'Paula Pää', false)], next: 2 },
        )
      }
      if (pathname.endsWith('/releases')) {
        const release = {
          release: 'attendance@0123456789ab',
          channel: 'stable',
          publishedAt: '2026-11-24T08:00:00Z',
          vendor: 'Esimerkki Oy',
          sdk: '0.1.0',
          files: 4,
          bytes: 52_400,
        }
        const key = { thumbprint: 'k'.repeat(43), addedAt: '2026-11-01T08:00:00Z', revokedAt: null }
        const source = { repository: 'javascript:alert(1)', commit: '13d3106f8c0d5f3a' }
        return Response.json({
          releases: [
            { ...release, version: '2.0.0', isHead: true, key, source, yanked: null },
            {
              ...release,
              version: '1.9.0',
              isHead: false,
              key,
              source: null,
              release: 'attendance@0123456789ac',
              yanked: { at: '2026-11-24T09:00:00Z', reason: 'Kadotti luonnoksia' },
            },
          ],
        })
      }
      if (pathname.endsWith('/released')) return Response.json({ months: [{ month: '2026-12', kind: 'people', answers: 3, people: 1412 }] })
      if (pathname.endsWith('/register')) {
        const { asks, fields, accepted } = acceptance()
        const entry = { module: 'attendance', name: text('Läsnäolot'), vendor: { name: 'Esimerkki Oy', contact: 'tuki@esimerkki.example' }, version: '2.0.0' }
        return Response.json({ at: '2026-12-01T08:00:00Z', fields, entries: [{ ...entry, asks, accepted: accepted[0] }] })
      }
      if (pathname.endsWith('/acceptance')) {
        if (request.method === 'POST') standing = '2.0.0'
        return Response.json(acceptance())
      }
      if (pathname.endsWith('/settings')) {
        const school = searchParams.get('school')
        if (request.method === 'GET') return Response.json(settings.told(school))
        return settings.put((await request.json()) as { revision: number; settings: Record<string, unknown> })
      }
      if (pathname.endsWith('/modules')) {
        const module = {
          name: text('Läsnäolot'),
          description: text('Poissaolot'),
          icon: 'user-check',
          vendor: { name: 'Esimerkki Oy' },
          version: '1.0.0',
          roles: ['teacher'],
          levels: null,
          release: 'attendance@0123456789ab',
        }
        return Response.json({
          version,
          modules: ['attendance', manifest.id].map((id) => ({
            module: id,
            isolation: 'page',
            legacy: [],
            acceptance: standing === '2.0.0' ? 'accepted' : standing ? 'newer' : 'waiting',
            hasSettings: id !== manifest.id,
            framed: { country: false, municipality: framed.has(id) },
            stopped: { country: null, municipality: stopped.has(id) ? { reason: text('Tietoturvaongelma'), at: '2026-11-30T08:00:00Z' } : null },
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
      const change = (await request.json()) as { school: string; on: boolean; version: number; accept?: string }
      if (change.accept === 'd'.repeat(43)) standing = '2.0.0'
      if (change.on && standing === null) return Response.json({ code: 'ACCEPTANCE_NEEDED' }, { status: 409 })
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
async function open(path: string, { before, ...options }: TestHostOptions & { before?: (server: ReturnType<typeof platform>) => void } = {}) {
  const server = platform()
  before?.(server)
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

test('a service that is stopped is not said to be on, and its page says why', async () => {
  const before = (server: ReturnType<typeof platform>) => void server.stopped.add('attendance')
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
  const before = (server: ReturnType<typeof platform>) => server.settings.set({ days: 3 })
  const { el } = await open('/services/attendance/settings?school=s1', { before })
  await vi.waitFor(() => expect(setting(el, 'days')?.value).toBe('3'))
  expect(el.querySelector('[data-setting="days"]')?.textContent).toContain('Kunnan asetus')
})

test('the history says who switched what', async () => {
  const { el } = await open('/history')
  await vi.waitFor(() => expect(el.textContent).toContain('Läsnäolot poistettiin käytöstä: Mäntylän koulu'))
  expect(el.textContent).toContain('Paula Pää')
})

/** The file that a press on the button gives. */
async function exported(el: HTMLElement, action = 'export'): Promise<string> {
  const blobs: Blob[] = []
  const make = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    if (blob instanceof Blob) blobs.push(blob)
    return 'blob:x'
  })
  el.querySelector<HTMLButtonElement>(`[data-action="${action}"]`)?.click()
  await vi.waitFor(() => expect(blobs).toHaveLength(1))
  make.mockRestore()
  return (await blobs[0]?.text()) ?? ''
}
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
  const before = (server: ReturnType<typeof platform>) => server.given('1.0.0')
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
  const before = (server: ReturnType<typeof platform>) => {
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
