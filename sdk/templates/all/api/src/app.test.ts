// @vitest-environment node
import type { ModuleCaller } from '@digione/sdk/server'
import { expect, test } from 'vitest'
import { homeworkApi } from './app.ts'
import { exampleStore, schoolDayAfter } from './homework-store.ts'

const PUPIL: ModuleCaller = {
  sub: 'pupil',
  scopes: [],
  context: { id: 'c', municipality: 'espoo', school: 's', role: 'learner', learner: 'pupil', level: 'perusopetus', groups: ['4b'], matters: [] },
}
const as = (context: Partial<ModuleCaller['context']>, sub = 'somebody'): ModuleCaller => ({ ...PUPIL, sub, context: { ...PUPIL.context, ...context } })

/** One store, and whoever calls it. */
function backend() {
  const store = exampleStore(() => new Date('2026-11-27T10:00:00Z'))
  return (caller: ModuleCaller) => homeworkApi({ verify: async () => caller, store })
}
const homework = async (api: ReturnType<typeof homeworkApi>) =>
  ((await (await api.request('/homework')).json()) as { homework: { id: string; due: string; isDone: boolean | null }[] }).homework
const mark = (api: ReturnType<typeof homeworkApi>, id: string, body: unknown) =>
  api.request(`/homework/${id}/done`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

test('a mark of a pupil is seen by the guardian, and by no other pupil', async () => {
  const api = backend()
  expect((await mark(api(PUPIL), '1', { isDone: true })).status).toBe(200)
  const marks = async (caller: ModuleCaller) => (await homework(api(caller))).map(({ isDone }) => isDone)
  expect(await marks(PUPIL)).toEqual([true, false, false, false, false])
  expect(await marks(as({ role: 'guardian', matters: ['studies'] }))).toEqual([true, false, false, false, false])
  expect(await marks(as({ learner: 'another' }, 'another'))).toEqual([false, false, false, false, false])
})

test('a teacher sees the homework without anybody’s marks', async () => {
  const seen = await homework(backend()(as({ role: 'teacher', learner: null })))
  expect(seen.map(({ isDone }) => isDone)).toEqual([null, null, null, null, null])
})

test('a guardian without the matter of studies sees nothing, and a teacher marks nothing', async () => {
  const api = backend()
  expect((await api(as({ role: 'guardian', matters: ['attendance'] })).request('/homework')).status).toBe(403)
  expect((await mark(api(as({ role: 'teacher', learner: null })), '1', { isDone: true })).status).toBe(403)
})

test('what is not there, and what is no mark, is refused', async () => {
  const api = backend()(PUPIL)
  expect((await mark(api, '99', { isDone: true })).status).toBe(404)
  expect((await mark(api, '1', { isDone: 'yes' })).status).toBe(400)
  expect(await homework(backend()(as({ groups: [] })))).toEqual([])
})

test('a school day after Friday is Monday', () => {
  expect(schoolDayAfter(new Date('2026-11-27T10:00:00Z'), 1)).toBe('2026-11-30')
})
