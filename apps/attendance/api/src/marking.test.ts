// @vitest-environment node
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startBench } from '../fixture/bench.ts'
import type { Bench } from '../fixture/bench.ts'
import { ADULT, GUARDIAN, HIDDEN, MATHS_4B, OTHER_PUPIL, PUPIL, TEACHER } from '../fixture/roster.ts'
import type { AbsenceReport, LessonDay, LessonList, MarkState, Overview } from './wire.ts'

const TODAY = '2026-11-24'
const LESSON = `/lessons/${MATHS_4B}/${TODAY}/1`
const id = () => crypto.randomUUID()

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const list = () => bench.read<LessonList>('teacher', 'GET', LESSON)
const mark = (caller: 'teacher' | 'colleague', learner: string, state: MarkState, version: number, request = id()) =>
  bench.call(caller, 'POST', `${LESSON}/marks`, { id: request, marks: [{ learner, state, version }] })
const pupil = (answer: LessonList, learner: string) => answer.pupils.find((candidate) => candidate.id === learner)
const history = () =>
  bench.database
    .prepare('select changed_by, learner, what, before, after from history order by seq')
    .all()
    .map((row) => ({ ...row }))

test('everybody is present by default, in the order of the Finnish alphabet', async () => {
  const answer = await list()
  expect(answer.pupils).toHaveLength(26)
  expect(answer.pupils.every(({ state, version }) => state === 'present' && version === 0)).toBe(true)
  expect(answer.state).toBe('unmarked')
  expect(answer.pupils.at(0)?.familyName).toBe('Aalto')
  expect(answer.pupils.at(-1)?.familyName).toBe('Öhman')
  expect(answer.lesson).toMatchObject({ groupName: '4B MA', subject: 'MA', start: '08:15', end: '09:00', room: '214' })
})

test('a lesson is started by the first mark, and marked when somebody says that the rest are present', async () => {
  const absent = (await (await mark('teacher', PUPIL, 'absent', 0)).json()) as LessonList
  expect(absent.state).toBe('started')
  const marked = await bench.read<LessonList>('teacher', 'POST', `${LESSON}/marks`, { id: id(), marks: [], marked: true })
  expect(marked.state).toBe('marked')
  expect(marked.markedAt).toBe('2026-11-24T06:20:00.000Z')
  const day = await bench.read<LessonDay>('teacher', 'GET', '/lessons')
  expect(day.lessons.map(({ slot, state, absent: count }) => ({ slot, state, count }))).toEqual([
    { slot: 1, state: 'marked', count: 1 },
    { slot: 2, state: 'unmarked', count: 0 },
  ])
})

test('the same request sent twice counts once', async () => {
  const request = id()
  await mark('teacher', PUPIL, 'absent', 0, request)
  await mark('teacher', PUPIL, 'present', 1)
  const again = await mark('teacher', PUPIL, 'absent', 0, request)
  expect(again.status).toBe(200)
  expect(pupil(await list(), PUPIL)).toMatchObject({ state: 'present', version: 2 })
})

test('of two teachers who change one mark differently the second is told, and changes nothing', async () => {
  await mark('teacher', PUPIL, 'absent', 0)
  const stale = await bench.call('colleague', 'POST', `${LESSON}/marks`, {
    id: id(),
    marks: [
      { learner: OTHER_PUPIL, state: 'absent', version: 0 },
      { learner: PUPIL, state: 'late', version: 0 },
    ],
  })
  expect(stale.status).toBe(409)
  expect(await stale.json()).toMatchObject({ code: 'CHANGED_MEANWHILE' })
  const answer = await list()
  expect(pupil(answer, PUPIL)?.state).toBe('absent')
  expect(pupil(answer, OTHER_PUPIL)?.state).toBe('present')
})

test('two who want the same do not disturb each other', async () => {
  const answers = await Promise.all([mark('teacher', PUPIL, 'absent', 0), mark('colleague', PUPIL, 'absent', 0)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(pupil(await list(), PUPIL)).toMatchObject({ state: 'absent', version: 1 })
})

test('forty changes at once leave one history that adds up', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => mark(at % 2 ? 'teacher' : 'colleague', PUPIL, at % 3 ? 'absent' : 'late', 0)))
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
  const { version = 0, state } = pupil(await list(), PUPIL) ?? {}
  const changes = history()
  expect(changes).toHaveLength(version)
  expect(changes.at(-1)?.['after']).toBe(state)
})

test('who changed what is kept, and cannot be removed or rewritten', async () => {
  await mark('teacher', PUPIL, 'late', 0)
  await mark('colleague', PUPIL, 'absent', 1)
  expect(history()).toEqual([
    { changed_by: TEACHER, learner: PUPIL, what: 'mark', before: null, after: 'late' },
    { changed_by: 'colleague', learner: PUPIL, what: 'mark', before: 'late', after: 'absent' },
  ])
  expect(() => bench.database.exec('delete from history')).toThrow(/append-only/)
  expect(() => bench.database.exec("update history set after = 'present'")).toThrow(/append-only/)
})

test('a lesson note is kept with its version', async () => {
  const note = (version: number, text: string) => bench.call('teacher', 'PUT', `${LESSON}/note`, { id: id(), text, version })
  expect((await note(0, 'Kertotaulut 6–9')).status).toBe(200)
  expect((await note(0, 'Jotain muuta')).status).toBe(409)
  expect((await list()).note).toMatchObject({ text: 'Kertotaulut 6–9', version: 1 })
})

const explain = (caller: 'guardian' | 'coGuardian' | 'learner' | 'adult', learner = PUPIL, request = id()) =>
  bench.call(caller, 'POST', `/learners/${learner}/explanations`, {
    id: request,
    lessons: [{ group: MATHS_4B, date: TODAY, slot: 1 }],
    reason: 'sick',
    text: ' Kuumetta ',
  })

test("a guardian's explanation stands on the teacher's row, and leaves the principal's list", async () => {
  await mark('teacher', PUPIL, 'absent', 0)
  const before = await bench.read<Overview>('principal', 'GET', '/overview')
  expect(before.unexplained).toMatchObject([{ learner: PUPIL, name: 'Äijälä Oppilas1', homeGroup: '4B' }])
  expect(before.today).toMatchObject({ absent: 1, unexplained: 1, marked: 0, lessons: 3 })

  const report = (await (await explain('guardian')).json()) as AbsenceReport
  expect(report.absences).toMatchObject([{ state: 'absent', explanation: { reason: 'sick', text: 'Kuumetta', by: 'guardian', mine: true } }])
  expect(pupil(await list(), PUPIL)?.explanation).toMatchObject({ reason: 'sick', text: 'Kuumetta', by: 'guardian' })
  expect((await bench.read<Overview>('principal', 'GET', '/overview')).unexplained).toEqual([])
})

test('the other guardian comes too late, and may not take back what is not theirs', async () => {
  await mark('teacher', PUPIL, 'absent', 0)
  const request = id()
  expect((await explain('guardian', PUPIL, request)).status).toBe(200)
  expect((await explain('guardian', PUPIL, request)).status).toBe(200)
  expect((await explain('coGuardian')).status).toBe(409)
  expect((await bench.call('coGuardian', 'DELETE', `/learners/${PUPIL}/explanations/${request}`)).status).toBe(403)
  const report = await bench.read<AbsenceReport>('guardian', 'DELETE', `/learners/${PUPIL}/explanations/${request}`)
  expect(report.absences[0]?.explanation).toBeNull()
  // It stays in the store, and the absence may be explained anew.
  expect(bench.database.prepare('select withdrawn_by as by from explanation where id = ?').get(request)).toEqual({ by: GUARDIAN })
  expect((await explain('coGuardian')).status).toBe(200)
})

test('a late arrival asks for no explanation', async () => {
  await mark('teacher', PUPIL, 'late', 0)
  expect((await explain('guardian')).status).toBe(404)
})

test('a learner explains when of age, and not before', async () => {
  for (const learner of [PUPIL, ADULT, HIDDEN]) await mark('teacher', learner, 'absent', 0)
  expect((await explain('learner')).status).toBe(403)
  expect((await explain('adult', ADULT)).status).toBe(200)
  const { callers } = await import('../fixture/callers.ts')
  const hidden = { sub: HIDDEN, context: { ...callers.adult.context, learner: HIDDEN } }
  const report = await bench.read<AbsenceReport>(hidden, 'GET', `/learners/${HIDDEN}/absences`)
  expect(report.mayExplain).toBe(false)
})

test('facts reach the platform as events, in order, and none is lost while it is away', async () => {
  bench.platform.answerEvents(503)
  await mark('teacher', PUPIL, 'absent', 0)
  await explain('guardian')
  expect(bench.platform.events).toEqual([])
  bench.platform.answerEvents(202)
  for (let tries = 0; tries < 100 && bench.platform.events.length < 2; tries++) await wait(100)
  expect(bench.platform.events).toMatchObject([
    {
      type: 'attendance.marked.v1',
      municipality: 'espoo',
      group: MATHS_4B,
      learner: PUPIL,
      matter: 'attendance',
      data: { date: TODAY, slot: 1, state: 'absent' },
    },
    { type: 'attendance.explained.v1', group: MATHS_4B, learner: PUPIL, data: { date: TODAY, slot: 1, state: 'explained' } },
  ])
  expect(JSON.stringify(bench.platform.events)).not.toContain('sick')
  // The platform has an event a moment before its row in the outbox is gone.
  const waiting = () => bench.database.prepare('select count(*) as waiting from outbox').get()
  for (let tries = 0; tries < 100 && waiting()?.['waiting'] !== 0; tries++) await wait(100)
  expect(waiting()).toEqual({ waiting: 0 })
})

test('on a day off the last school day comes up, and after hours what was left unmarked', async () => {
  bench.setNow(new Date('2026-11-28T09:00:00Z'))
  expect(await bench.read<LessonDay>('teacher', 'GET', '/lessons')).toMatchObject({ date: TODAY, today: '2026-11-28', focus: 0, next: '2026-11-30' })
  bench.setNow(new Date('2026-11-24T07:30:00Z'))
  expect(await bench.read<LessonDay>('teacher', 'GET', '/lessons')).toMatchObject({ date: TODAY, focus: 1 })
})

test.each([
  ['an unknown state', { id: id(), marks: [{ learner: PUPIL, state: 'gone', version: 0 }] }],
  ['no id', { marks: [] }],
  ['a pupil twice', { id: id(), marks: [PUPIL, PUPIL].map((learner) => ({ learner, state: 'late', version: 0 })) }],
  ['no object', 'x'],
])('%s is refused as invalid', async (_, body) => {
  expect((await bench.call('teacher', 'POST', `${LESSON}/marks`, body)).status).toBe(400)
})
