import { DigiOneError } from '@digione/sdk'
import type { ModuleCaller } from '@digione/sdk/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { timetableApi } from './app.ts'
import { openChangeStore } from './change-store.ts'
import type { ChangeStore } from './change-store.ts'
import { lessonId } from './lessons.ts'
import type { TeachingGroup } from './lessons.ts'

const OWN = '11111111-1111-4111-8111-111111111111'
const OTHERS = '22222222-2222-4222-8222-222222222222'
const HOME = '33333333-3333-4333-8333-333333333333'
const SCHOOL = '1.2.246.562.99.00000000101'
const group = (id: string, name: string): TeachingGroup => ({
  id,
  school: SCHOOL,
  name,
  subject: 'MA',
  periods: ['2-1'],
  room: '214',
  from: '2026-08-01',
  until: '2026-12-22',
})
const caller = (role: ModuleCaller['context']['role'], change: Partial<ModuleCaller['context']> = {}): ModuleCaller => ({
  sub: 'p1',
  scopes: [],
  context: { id: 'c', municipality: 'espoo', school: SCHOOL, role, learner: null, level: 'perusopetus', groups: [OWN], matters: [], ...change },
})

const CALLERS: Record<string, ModuleCaller> = {
  learner: caller('learner'),
  teacher: caller('teacher'),
  guardian: caller('guardian', { learner: 'l1', matters: ['studies'] }),
  'guardian-messages-only': caller('guardian', { learner: 'l1', matters: ['communication'] }),
  principal: caller('principal', { groups: [] }),
  'principal-elsewhere': caller('principal', { groups: [], school: '1.2.246.562.99.00000000999' }),
}
const TUESDAY = '2026-11-24'

let folder: string
let store: ChangeStore
let told: unknown[]
let api: ReturnType<typeof timetableApi>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timetable-'))
  store = openChangeStore(folder)
  told = []
  api = timetableApi({
    verify: async (request) => {
      const who = CALLERS[request.headers.get('authorization') ?? '']
      if (!who) throw new DigiOneError('TOKEN_INVALID', 'it is missing')
      return who
    },
    openSchool: (school) => ({
      bells: async () => new Map([[SCHOOL, [['08:15', '09:00']]]]),
      teachingGroups: async () => (school === SCHOOL ? [group(OWN, '4B MA'), group(OTHERS, '5A MA')] : []),
      homeGroups: async () => [{ id: HOME, name: '5A' }],
      groupsOfHome: async () => new Set([OTHERS]),
      teachers: async () => ['Aino Virtanen'],
    }),
    store,
    publishChange: async (change) => void told.push(change),
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const ask = async (who: string, path: string, init: RequestInit = {}) => {
  const response = await api.request(path, { ...init, headers: { authorization: who, 'content-type': 'application/json' } })
  return {
    status: response.status,
    body: (await response.json()) as { lessons?: { id: string; change: unknown }[]; lesson?: { change: unknown }; code?: string; detail?: string },
  }
}
const day = `/lessons?from=${TUESDAY}&until=${TUESDAY}`
const lesson = (id: string) => `/lessons/${lessonId(id, TUESDAY, 1)}`
const change = { cancelled: false, room: '105', substitute: 'Eino Laine', note: null }

describe('who sees which lessons', () => {
  test.each(['learner', 'teacher', 'guardian'])('a %s sees the lessons of their own groups, and no others', async (who) => {
    const { body } = await ask(who, day)
    expect(body.lessons?.map((l) => l.id)).toEqual([lessonId(OWN, TUESDAY, 1)])
    expect((await ask(who, lesson(OTHERS))).status).toBe(404)
    expect((await ask(who, `${day}&group=${HOME}`)).body.lessons?.map((l) => l.id)).toEqual([lessonId(OWN, TUESDAY, 1)])
  })
  test('asked by week, the school week of the day is meant; on a weekend the one that comes', async () => {
    const ids = async (week: string) => (await ask('learner', `/lessons?week=${week}`)).body.lessons?.map((l) => l.id)
    for (const week of ['2026-11-23', '2026-11-27', '2026-11-21', '2026-11-22']) expect(await ids(week)).toEqual([lessonId(OWN, TUESDAY, 1)])
    expect(await ids('2026-11-28')).toEqual([lessonId(OWN, '2026-12-01', 1)])
    expect((await ask('principal', `/lessons?week=${TUESDAY}&group=${HOME}`)).body.lessons?.map((l) => l.id)).toEqual([lessonId(OTHERS, TUESDAY, 1)])
  })
  test('a guardian whose guardianship does not cover studies sees none', async () => {
    expect(await ask('guardian-messages-only', day)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } })
  })
  test('a principal sees the lessons of a home group of the own school, and nothing of another school', async () => {
    expect((await ask('principal', `${day}&group=${HOME}`)).body.lessons?.map((l) => l.id)).toEqual([lessonId(OTHERS, TUESDAY, 1)])
    expect((await ask('principal', `${day}&group=${OWN}`)).status).toBe(404)
    expect((await ask('principal-elsewhere', lesson(OWN))).status).toBe(404)
    expect((await ask('principal-elsewhere', `${lesson(OWN)}/change`, { method: 'PUT', body: JSON.stringify(change) })).status).toBe(404)
  })
  test('without a token nothing is answered', async () => {
    expect(await ask('nobody', day)).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } })
  })
  test('a lesson outside of the term, or on a day when the group does not meet, is not there', async () => {
    expect((await ask('learner', '/lessons?from=2026-12-29&until=2026-12-29')).body.lessons).toEqual([])
    expect((await ask('learner', `/lessons/${OWN}.2026-11-25.1`)).status).toBe(404)
  })
})

describe('changes', () => {
  test('a principal records one, everybody concerned is told, and it is there after the store was opened again', async () => {
    expect((await ask('principal', `${lesson(OWN)}/change`, { method: 'PUT', body: JSON.stringify(change) })).body.lesson?.change).toEqual(change)
    expect(told).toMatchObject([{ municipality: 'espoo', school: SCHOOL, group: OWN }])
    store.close()
    store = openChangeStore(folder)
    expect(store.get(lessonId(OWN, TUESDAY, 1))).toEqual(change)
  })
  test('removing one keeps its history', async () => {
    await ask('principal', `${lesson(OWN)}/change`, { method: 'PUT', body: JSON.stringify(change) })
    expect((await ask('principal', `${lesson(OWN)}/change`, { method: 'DELETE' })).body.lesson?.change).toBeNull()
    expect(store.history(lessonId(OWN, TUESDAY, 1)).map((h) => [h.change, h.by])).toEqual([
      [change, 'p1'],
      [null, 'p1'],
    ])
  })
  test.each(['learner', 'teacher', 'guardian'])('a %s may not change a lesson', async (who) => {
    expect((await ask(who, `${lesson(OWN)}/change`, { method: 'PUT', body: JSON.stringify(change) })).status).toBe(403)
    expect(told).toEqual([])
  })
  test.each([
    ['a missing field', {}],
    ['an unknown field', { ...change, x: 1 }],
    ['a room that is too long', { ...change, room: 'x'.repeat(41) }],
    ['no JSON', undefined],
  ])('%s is refused with a sentence', async (_what, body) => {
    const answer = await ask('principal', `${lesson(OWN)}/change`, { method: 'PUT', body: body === undefined ? '{' : JSON.stringify(body) })
    expect(answer).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } })
    expect(answer.body.detail).toContain('is not valid')
  })
})

test.each([
  '/lessons',
  '/lessons?from=2026-11-24&until=2026-11-23',
  '/lessons?from=2026-11-01&until=2026-12-01',
  '/lessons?from=x&until=2026-11-24',
  '/lessons?from=2026-02-31&until=2026-02-31',
  '/lessons?week=2026-02-31',
  '/lessons?week=48',
])('the query %s is refused', async (path) => {
  expect((await ask('learner', path)).status).toBe(400)
})
test('an unknown address is a problem like any other', async () => {
  expect(await ask('learner', '/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
})
