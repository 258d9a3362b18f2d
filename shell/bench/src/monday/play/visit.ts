import { randomUUID } from 'node:crypto'
import type { Townsperson } from '@digione/shell-demo/townsfolk'
import { z } from 'zod'
import type { Addresses } from '../serve/addresses.ts'
import { type MyContext, openPerson, type Person } from './person.ts'
import type { Recorder } from './record.ts'

const LessonRef = z.object({ group: z.string(), date: z.string(), slot: z.number() })
const LessonDay = z.object({ date: z.string(), lessons: z.array(LessonRef), focus: z.number().nullable(), previous: z.string().nullable() })
const LessonList = z.object({ pupils: z.array(z.object({ id: z.string(), version: z.number(), state: z.string() })), state: z.string() })
const Report = z.object({ absences: z.array(LessonRef.extend({ explanation: z.unknown().nullable() })), mayExplain: z.boolean() })

/** How long somebody looks before the next thing is done, in ms: between half and one and a half times this. */
const THINKING_MS = 1500
const think = () => new Promise((tell) => setTimeout(tell, THINKING_MS * (0.5 + Math.random())))

/** A card shows at most so many children at once; each asks for its own. */
const CARDS = 4

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' })

/** How long a page stays open after what was done on it. */
const STAYS_MS = 60_000

/**
 * One visit: the landing page, the log-in, the desktop with the data of its cards, and what the role does in the morning.
 * The page then stays open for a minute, with its live stream.
 */
export async function visit(addresses: Addresses, who: Townsperson, recorder: Recorder, until: { isOver: boolean }): Promise<void> {
  const person = await openPerson(addresses, { ...who, addressOf: who.role === 'guardian' ? who.login : who.school }, recorder)
  await person.html('HTML: landing page')
  await think()
  await person.logIn()
  // The page that the log-in comes back to asks once, for the hint of the next HTML; the desktop asks for itself.
  await person.me()
  await person.html('HTML: desktop')
  const contexts = (await person.me()).filter(({ role }) => role === who.role).slice(0, CARDS)
  const leave = await person.live()
  // A card that fails is a card that says so; the person goes on.
  await Promise.allSettled(contexts.map((context) => cards(person, context)))
  await think()
  const [context] = contexts
  if (context && who.role === 'teacher') await markClass(person, context.id)
  if (context && who.role === 'guardian') await explain(person, context)
  for (let stayed = 0; stayed < STAYS_MS && !until.isOver; stayed += 500) await new Promise((tell) => setTimeout(tell, 500))
  leave()
}

const learnerOf = (context: MyContext) => context.modules.find(({ module }) => module === 'attendance')?.ids.learner

async function cards(person: Person, context: MyContext): Promise<void> {
  const day = today()
  const timetable = person.module('card: timetable', 'timetable', context.id, `/lessons?from=${day}&until=${day}`)
  const learner = learnerOf(context)
  const attendance = person.module('card: attendance', 'attendance', context.id, learner ? `/learners/${learner}/absences` : '/lessons')
  await Promise.allSettled([timetable, attendance])
}

/** Opens the lesson that is on and marks the class: one absent, one late, the rest present, in the requests that the page sends. */
async function markClass(person: Person, context: string): Promise<void> {
  const day = LessonDay.parse(await person.module('attendance: open', 'attendance', context, '/lessons'))
  // A lesson of a day ahead cannot be marked: on a Sunday the last school day's is.
  const lesson = day.lessons[Math.floor(Math.random() * day.lessons.length)]
  if (!lesson || day.date > today()) return
  const path = `/lessons/${lesson.group}/${lesson.date}/${lesson.slot}`
  const read = async () => LessonList.parse(await person.module('attendance: the class', 'attendance', context, path))
  const { pupils } = await read()
  for (const state of ['absent', 'late'] as const) {
    await think()
    const pupil = pupils[Math.floor(Math.random() * pupils.length)]
    const marks = pupil ? [{ learner: pupil.id, state, version: pupil.version }] : []
    await person.module('attendance: mark one', 'attendance', context, `${path}/marks`, { id: randomUUID(), marks }).catch(onChanged)
  }
  await think()
  await person.module('attendance: class is marked', 'attendance', context, `${path}/marks`, { id: randomUUID(), marks: [], marked: true })
}

/** Two of the load's own marks on one pupil meet: the page shows that and goes on. It is counted all the same. */
function onChanged(error: unknown): void {
  if (!(error instanceof Error) || error.message !== 'CHANGED_MEANWHILE') throw error
}

async function explain(person: Person, context: MyContext): Promise<void> {
  const learner = learnerOf(context)
  if (!learner) return
  const report = Report.parse(await person.module('explain: open', 'attendance', context.id, `/learners/${learner}/absences`))
  const open = report.absences.find(({ explanation }) => !explanation)
  if (!open || !report.mayExplain) return
  await think()
  const { group, date, slot } = open
  await person.module('explain: send', 'attendance', context.id, `/learners/${learner}/explanations`, {
    id: randomUUID(),
    lessons: [{ group, date, slot }],
    reason: 'sick',
  })
}

/** Before the morning: a teacher marks a third of a class of the last lessons absent, so that guardians have something to explain. */
export async function prepare(addresses: Addresses, teacher: Townsperson, recorder: Recorder): Promise<void> {
  const person = await openPerson(addresses, { ...teacher, addressOf: teacher.school }, recorder)
  await person.logIn()
  const context = (await person.me()).find(({ role }) => role === 'teacher')
  if (!context) return
  const day = LessonDay.parse(await person.module('attendance: open', 'attendance', context.id, '/lessons'))
  for (const { group, date, slot } of day.date > today() ? [] : day.lessons.slice(0, 2)) {
    const path = `/lessons/${group}/${date}/${slot}`
    const { pupils } = LessonList.parse(await person.module('attendance: the class', 'attendance', context.id, path))
    const marks = pupils.filter((_, at) => at % 3 === 0).map(({ id, version }) => ({ learner: id, state: 'absent', version }))
    await person.module('attendance: mark one', 'attendance', context.id, `${path}/marks`, { id: randomUUID(), marks }).catch(onChanged)
  }
}
