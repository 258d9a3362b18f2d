import { DigiOneError } from '@digione/sdk/server'
import { Hono } from 'hono'
import { z } from 'zod'
import { absencesIn } from '../absences/explanation-store.ts'
import { inTransaction } from '../database.ts'
import type { Deps, Env } from '../deps.ts'
import { tell } from '../events/outbox.ts'
import { GroupPath, LessonPath, parse, parseBody } from '../input.ts'
import { requireOwnGroup, requireRole } from '../place.ts'
import type { Place } from '../place.ts'
import { dayAt } from '../school-time.ts'
import { readSchool } from '../school.ts'
import type { Lesson, LessonList, MarkState } from '../wire.ts'
import { lessonDay } from './lesson-day.ts'
import { isFirstTime, marksOf, setMarks } from './mark-store.ts'
import { lessonState, registerOf, setMarked, setNote } from './register-store.ts'
import { arrange, MAX_COLUMNS, MAX_SEATS, seatingOf } from './seating-store.ts'

const DayQuery = z.strictObject({ date: z.iso.date().optional() })
const MARK_STATES = ['present', 'late', 'absent'] as const satisfies readonly MarkState[]
const MarkBody = z.strictObject({
  /** Chosen by the sender; sent again with the same one, it is carried out once. */
  id: z.uuid(),
  marks: z.array(z.strictObject({ learner: z.string().min(1).max(100), state: z.enum(MARK_STATES), version: z.number().int().nonnegative() })).max(60),
  /** `true`: whoever has no mark is present. `false`: that was said too early. */
  marked: z.boolean().optional(),
})
const NoteBody = z.strictObject({ id: z.uuid(), text: z.string().max(2000), version: z.number().int().nonnegative() })
const SeatingBody = z.strictObject({
  id: z.uuid(),
  version: z.number().int().nonnegative(),
  columns: z.number().int().min(1).max(MAX_COLUMNS),
  seats: z.array(z.string().min(1).max(100).nullable()).max(MAX_SEATS),
})

export function lessonRoutes({ platform, database, wake, now }: Deps): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/lessons', async (c) => {
    const { caller } = c.var
    const { date } = parse(DayQuery, c.req.query(), 'The query')
    const place = requireRole(caller, ['teacher'], "read a teacher's lessons")
    const school = await readSchool(platform.roster, place.municipality, place.school)
    return c.json(lessonDay(database, place, school, caller.context.groups, date ?? null, now()))
  })

  /** The lesson of the address, where it is the caller's own. */
  const find = async (caller: Env['Variables']['caller'], params: unknown): Promise<{ place: Place; lesson: Lesson }> => {
    const ref = parse(LessonPath, params, 'The address')
    const place = requireOwnGroup(caller, ref.group)
    const lesson = (await readSchool(platform.roster, place.municipality, place.school)).lesson(ref)
    if (!lesson) throw new DigiOneError('NOT_FOUND', 'such lesson')
    return { place, lesson }
  }

  const list = async (place: Place, lesson: Lesson): Promise<LessonList> => {
    const students = await platform.roster.students(lesson.group)
    const marks = marksOf(database, place, lesson)
    const absences = absencesIn(database, place, lesson)
    const { markedAt, note, noteVersion, noteAt } = registerOf(database, place, lesson)
    const pupils = students
      .map(({ sourcedId, givenName, preferredFirstName, familyName }) => ({ id: sourcedId, givenName: preferredFirstName || givenName, familyName }))
      .toSorted((a, b) => a.familyName.localeCompare(b.familyName, 'fi') || a.givenName.localeCompare(b.givenName, 'fi'))
    const count = (state: MarkState) => students.filter(({ sourcedId }) => marks.get(sourcedId)?.state === state).length
    return {
      lesson,
      state: lessonState(markedAt, count('late'), count('absent')),
      markedAt,
      mayMark: lesson.date <= dayAt(now()),
      pupils: pupils.map((pupil) => {
        const mark = marks.get(pupil.id)
        const given = absences.get(pupil.id)?.explanation
        return {
          ...pupil,
          state: mark?.state ?? 'present',
          version: mark?.version ?? 0,
          markedAt: mark?.changedAt ?? null,
          explanation: given ? { reason: given.reason, text: given.text, by: given.givenAs, at: given.givenAt } : null,
        }
      }),
      seating: seatingOf(
        database,
        place,
        lesson.group,
        pupils.map(({ id }) => id),
      ),
      note: { text: note, version: noteVersion, at: noteAt },
    }
  }

  app.get('/lessons/:group/:date/:slot', async (c) => {
    const { place, lesson } = await find(c.var.caller, c.req.param())
    return c.json(await list(place, lesson))
  })

  app.post('/lessons/:group/:date/:slot/marks', async (c) => {
    const { place, lesson } = await find(c.var.caller, c.req.param())
    const body = await parseBody(MarkBody, c.req.raw)
    if (lesson.date > dayAt(now())) throw new DigiOneError('NOT_ALLOWED', 'A teacher', 'mark a lesson of a day ahead')
    const students = new Set((await platform.roster.students(lesson.group)).map(({ sourcedId }) => sourcedId))
    if (body.marks.some(({ learner }) => !students.has(learner))) throw new DigiOneError('NOT_FOUND', 'such learner in this group')
    if (new Set(body.marks.map(({ learner }) => learner)).size < body.marks.length)
      throw new DigiOneError('INPUT_INVALID', 'The body', 'marks: one learner stands there twice')

    const hand = { by: c.var.caller.sub, at: now().toISOString() }
    inTransaction(database, () => {
      if (!isFirstTime(database, body.id, hand)) return
      for (const { learner, state } of setMarks(database, place, lesson, body.marks, hand)) {
        tell(database, place, { type: 'attendance.marked.v1', ...refOf(lesson), learner, state }, hand.at)
      }
      if (body.marked !== undefined && setMarked(database, place, lesson, body.marked, hand)) {
        tell(database, place, { type: 'attendance.marked.v1', ...refOf(lesson), state: body.marked ? 'marked' : 'open' }, hand.at)
      }
    })
    wake()
    return c.json(await list(place, lesson))
  })

  app.put('/lessons/:group/:date/:slot/note', async (c) => {
    const { place, lesson } = await find(c.var.caller, c.req.param())
    const { id, text, version } = await parseBody(NoteBody, c.req.raw)
    const hand = { by: c.var.caller.sub, at: now().toISOString() }
    inTransaction(database, () => {
      if (isFirstTime(database, id, hand)) setNote(database, place, lesson, text, version, hand)
    })
    return c.json(await list(place, lesson))
  })

  app.put('/groups/:group/seating', async (c) => {
    const { group } = parse(GroupPath, c.req.param(), 'The address')
    const place = requireOwnGroup(c.var.caller, group)
    const { id, ...seating } = await parseBody(SeatingBody, c.req.raw)
    const seated = seating.seats.filter((learner) => learner !== null)
    if (new Set(seated).size < seated.length) throw new DigiOneError('INPUT_INVALID', 'The body', 'seats: one learner sits in two places')
    const learners = (await platform.roster.students(group)).map(({ sourcedId }) => sourcedId)
    if (seated.some((learner) => !learners.includes(learner))) throw new DigiOneError('NOT_FOUND', 'such learner in this group')
    const hand = { by: c.var.caller.sub, at: now().toISOString() }
    inTransaction(database, () => {
      if (isFirstTime(database, id, hand)) arrange(database, place, group, seating, hand)
    })
    return c.json(seatingOf(database, place, group, learners))
  })

  return app
}

const refOf = ({ group, date, slot }: Lesson) => ({ group, date, slot })
