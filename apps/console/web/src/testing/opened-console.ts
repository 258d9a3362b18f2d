import { testHost } from '@digione/sdk/testing'
import type { TestHostOptions } from '@digione/sdk/testing'
import { afterEach, expect, vi } from 'vitest'
import manifest from '../../../digione.json' with { type: 'json' }
import app from '../main.tsx'

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

export type Platform = ReturnType<typeof platform>

let cleanup: (() => void)[] = []
afterEach(() => {
  for (const run of cleanup.toReversed()) run()
  cleanup = []
})
/** The console's page at a path, in front of a platform of its own. */
export async function open(path: string, { before, ...options }: TestHostOptions & { before?: (server: Platform) => void } = {}) {
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
export const toggle = (el: HTMLElement, place: string) => el.querySelector<HTMLInputElement>(`[data-place="${place}"] input`)

/** The file that a press on the button gives. */
export async function exported(el: HTMLElement, action = 'export'): Promise<string> {
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
