import { DigiOneError, isDigiOneError } from '@digione/sdk'
import type { ModuleCaller } from '@digione/sdk/server'
import { Hono } from 'hono'
import { z } from 'zod'
import type { ChangeStore } from './change-store.ts'
import { daysBetween, isDate, lessonsOf, parseLessonId, schoolWeekOf } from './lessons.ts'
import type { Lesson } from './lessons.ts'
import type { OpenSchool, SchoolView } from './school-view.ts'

const MAX_DAYS = 14
const Day = z.string().refine(isDate, 'a date such as 2026-11-24')
const Group = z.uuid().optional()
const WeekQuery = z.object({ week: Day, group: Group }).transform(({ week, group }) => ({ dates: schoolWeekOf(week), group }))
const DaysQuery = z
  .object({ from: Day, until: Day, group: Group })
  .refine((q) => q.from <= q.until && daysBetween(q.from, q.until).length <= MAX_DAYS, `at most ${MAX_DAYS} days, the first one first`)
  .transform(({ from, until, group }) => ({ dates: daysBetween(from, until), group }))
const text = (max: number) => z.string().trim().min(1).max(max).nullable()
const ChangeBody = z.strictObject({ cancelled: z.boolean(), room: text(40), substitute: text(80), note: text(200) })

export interface TimetableDeps {
  /** Who calls, from the module token. Throws a DigiOneError where it does not hold. */
  verify(request: Request): Promise<ModuleCaller>
  openSchool: OpenSchool
  store: ChangeStore
  publishChange(change: { id: string; municipality: string; school: string; group: string; lesson: string }): Promise<void>
}

interface Env {
  Variables: { caller: ModuleCaller }
}

/** Those who see the timetable of the whole school and may change it. */
const seesSchool = (caller: ModuleCaller) => caller.context.role === 'principal' || caller.context.role === 'staff'

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new DigiOneError('INPUT_INVALID', what, parsed.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`).join('; '))
}

function schoolOf(caller: ModuleCaller): string {
  if (!caller.context.school) throw new DigiOneError('NOT_ALLOWED', `The role ${caller.context.role} without a school`, 'read a timetable')
  return caller.context.school
}

/** A guardian sees lessons only where the guardianship covers studies. */
function refuseUncovered({ context }: ModuleCaller) {
  if (context.role === 'guardian' && !context.matters.includes('studies'))
    throw new DigiOneError('NOT_ALLOWED', 'A guardianship without the matter "studies"', 'read the timetable')
}

/** The timetable's API. Everybody reaches the lessons of the groups in their own context, and no others. */
export function timetableApi({ verify, openSchool, store, publishChange }: TimetableDeps): Hono<Env> {
  const app = new Hono<Env>()

  app.onError((error, c) => {
    const known = isDigiOneError(error) ? error : new DigiOneError('INTERNAL', crypto.randomUUID(), { cause: error })
    if (!isDigiOneError(error)) console.error(error)
    const problem = known.toProblem()
    return c.json(problem, problem.status as 500, { 'content-type': 'application/problem+json' })
  })
  app.notFound(() => {
    throw new DigiOneError('NOT_FOUND', 'such address')
  })
  app.use(async (c, next) => {
    const caller = await verify(c.req.raw)
    refuseUncovered(caller)
    c.set('caller', caller)
    await next()
  })

  const lessonsFor = async (view: SchoolView, dates: readonly string[], isReachable: (group: string) => boolean): Promise<Lesson[]> => {
    const groups = (await view.teachingGroups()).filter((group) => isReachable(group.id))
    const names = new Map(await Promise.all(groups.map(async (group) => [group.id, await view.teachers(group.id)] as const)))
    return lessonsOf(
      groups,
      await view.bells(),
      dates,
      (id) => store.get(id),
      (group) => names.get(group) ?? [],
    )
  }

  app.get('/lessons', async (c) => {
    const caller = c.var.caller
    const query = c.req.query()
    const { dates, group } = parse('week' in query ? WeekQuery : DaysQuery, query, 'The query')
    const view = openSchool(schoolOf(caller))
    if (!seesSchool(caller)) {
      const own = new Set(caller.context.groups)
      return c.json({ lessons: await lessonsFor(view, dates, (id) => own.has(id)), groups: [], group: null })
    }
    const groups = await view.homeGroups()
    const chosen = group ?? groups[0]?.id ?? null
    if (group && !groups.some((g) => g.id === group)) throw new DigiOneError('NOT_FOUND', 'such group in this school')
    const attended = chosen ? await view.groupsOfHome(chosen) : new Set<string>()
    return c.json({ lessons: await lessonsFor(view, dates, (id) => attended.has(id)), groups, group: chosen })
  })

  const lessonById = async (caller: ModuleCaller, id: string): Promise<Lesson> => {
    const parts = parseLessonId(id)
    const isReachable = (group: string) => group === parts?.group && (seesSchool(caller) || caller.context.groups.includes(group))
    const lessons = parts ? await lessonsFor(openSchool(schoolOf(caller)), [parts.date], isReachable) : []
    const lesson = lessons.find((candidate) => candidate.id === id)
    // The same answer for a lesson that is not there and one that is not theirs: its existence is nobody else's business.
    if (!lesson) throw new DigiOneError('NOT_FOUND', 'such lesson in this context')
    return lesson
  }

  app.get('/lessons/:id', async (c) => c.json({ lesson: await lessonById(c.var.caller, c.req.param('id')), mayChange: seesSchool(c.var.caller) }))

  const change = async (caller: ModuleCaller, id: string, body: z.infer<typeof ChangeBody> | null) => {
    if (!seesSchool(caller)) throw new DigiOneError('NOT_ALLOWED', `The role ${caller.context.role}`, 'change a lesson')
    const lesson = await lessonById(caller, id)
    store.set(id, body, caller.sub)
    await publishChange({ id: crypto.randomUUID(), municipality: caller.context.municipality, school: schoolOf(caller), group: lesson.group.id, lesson: id })
    return lessonById(caller, id)
  }
  app.put('/lessons/:id/change', async (c) => {
    const body = parse(ChangeBody, await c.req.json().catch(() => null), 'The change')
    return c.json({ lesson: await change(c.var.caller, c.req.param('id'), body), mayChange: true })
  })
  app.delete('/lessons/:id/change', async (c) => c.json({ lesson: await change(c.var.caller, c.req.param('id'), null), mayChange: true }))

  return app
}
