import type { Subject } from '@digione/contracts'
import type { Random } from './random.ts'

/** One subject of one home group: how often, by which of the school's teachers, and when. */
export interface Course {
  /** Key of the home group, such as `4B`. */
  readonly home: string
  readonly subject: Subject
  /** Key of the teacher within the school. */
  readonly teacher: string
  /** `weekday-slot`, Monday and the first slot being 1. */
  readonly periods: readonly string[]
}

type Hours = Partial<Record<Subject, number>>

export interface ClassTeacherGroup {
  readonly home: string
  readonly grade: number
}

const DAYS = [1, 2, 3, 4, 5] as const

/** Weekly lessons that the home group's own teacher gives, by grade; near the national distribution of lesson hours. */
function ownHours(grade: number): Hours {
  if (grade <= 2) return { AI: 7, MA: 3, YL: 2, KU: 1, KS: 2, LI: 2 }
  if (grade <= 4) return { AI: 5, MA: 4, YL: 3, KU: 2, KS: 2, LI: 3 }
  return { AI: 4, MA: 4, YL: 3, HI: 1, YH: 1, KU: 2, KS: 2, LI: 3 }
}

/** Weekly lessons that go round the school with a teacher of their own. */
const roundHours = (grade: number): Hours => (grade <= 2 ? { A1: 1, MU: 1, KT: 1 } : { A1: 2, MU: 2, KT: 1 })

const dailyLessons = (grade: number) => (grade <= 2 ? [4, 4, 4, 4, 4] : grade <= 4 ? [5, 5, 5, 5, 4] : [5, 5, 5, 5, 5])

const entriesOf = (hours: Hours) => Object.entries(hours) as [Subject, number][]

/**
 * The week of grades 1–6: each home group has its own teacher (`own:<group>`) on every weekday, and the teachers of
 * languages, music and religion (`A1`, `MU`, `KT`) go from group to group.
 *
 * @throws {RangeError} where a round teacher's week has no room left: too many groups for one school.
 */
export function classTeacherWeek(random: Random, groups: readonly ClassTeacherGroup[]): Course[] {
  const taken = new Set<string>()
  const rounds = new Map<string, Map<string, Subject>>(groups.map(({ home }) => [home, new Map()]))
  const lessonsOn = (home: string, day: number) => [...(rounds.get(home)?.keys() ?? [])].filter((period) => period.startsWith(`${day}-`)).length

  // The shortest weeks choose first: they have the fewest slots.
  for (const { home, grade } of groups.toSorted((a, b) => a.grade - b.grade)) {
    const week = rounds.get(home)
    if (!week) continue
    const slots = dailyLessons(grade).flatMap((lessons, at) => Array.from({ length: lessons }, (_, slot) => `${at + 1}-${slot + 1}`))
    for (const [subject, hours] of entriesOf(roundHours(grade))) {
      for (let hour = 0; hour < hours; hour += 1) {
        const free = random.shuffled(slots).filter((period) => !week.has(period) && !taken.has(`${subject} ${period}`))
        const day = (period: string) => Number(period[0])
        // At most two of a day's lessons are given away, and a subject's lessons fall on different days where they can.
        const spread = free.filter((period) => lessonsOn(home, day(period)) < 2)
        const period = spread.find((candidate) => ![...week].some(([other, its]) => its === subject && day(other) === day(candidate))) ?? spread[0]
        if (period === undefined) throw new RangeError(`No slot is left for ${subject} of ${home}`)
        week.set(period, subject)
        taken.add(`${subject} ${period}`)
      }
    }
  }

  return groups.flatMap(({ home, grade }) => {
    const week = rounds.get(home) ?? new Map<string, Subject>()
    const periodsOf = new Map<Subject, string[]>()
    const remaining = new Map(entriesOf(ownHours(grade)))
    const lessons = dailyLessons(grade)
    for (const day of DAYS) {
      const today = new Set<Subject>()
      for (let slot = 1; slot <= (lessons[day - 1] ?? 0); slot += 1) {
        const period = `${day}-${slot}`
        const round = week.get(period)
        // The subject with most lessons left goes first; two lessons of one subject on a day only when nothing else is left.
        const own = [...remaining].filter(([, left]) => left > 0).toSorted((a, b) => Number(today.has(a[0])) - Number(today.has(b[0])) || b[1] - a[1])[0]
        const subject = round ?? own?.[0]
        if (!subject) throw new RangeError(`${home} has more slots than lessons`)
        if (!round) remaining.set(subject, (remaining.get(subject) ?? 0) - 1)
        today.add(subject)
        periodsOf.set(subject, [...(periodsOf.get(subject) ?? []), period])
      }
    }
    const isRound = new Set(Object.keys(roundHours(grade)))
    return [...periodsOf].map(([subject, periods]) => ({ home, subject, teacher: isRound.has(subject) ? subject : `own:${home}`, periods }))
  })
}

export interface SubjectTeacher {
  readonly teacher: string
  /** Together at most as many weekly lessons as the rotation has columns. */
  readonly hours: Hours
}

/** Grades 7–9: 30 lessons a week, six a day. */
export const LOWER_SECONDARY: readonly SubjectTeacher[] = [
  { teacher: 'AI', hours: { AI: 3 } },
  { teacher: 'MA', hours: { MA: 4 } },
  { teacher: 'A1', hours: { A1: 3 } },
  { teacher: 'B1', hours: { B1: 2 } },
  { teacher: 'BI', hours: { BI: 1, GE: 1, TE: 1 } },
  { teacher: 'FY', hours: { FY: 2, KE: 1 } },
  { teacher: 'HI', hours: { HI: 2, YH: 1 } },
  { teacher: 'KT', hours: { KT: 1 } },
  { teacher: 'MU', hours: { MU: 1 } },
  { teacher: 'KU', hours: { KU: 1 } },
  { teacher: 'KS', hours: { KS: 2 } },
  { teacher: 'LI', hours: { LI: 3 } },
  { teacher: 'OP', hours: { OP: 1 } },
]

/** General upper secondary: 25 lessons of 75 minutes, five a day. */
export const UPPER_SECONDARY: readonly SubjectTeacher[] = [
  { teacher: 'AI', hours: { AI: 3 } },
  { teacher: 'MA', hours: { MA: 4 } },
  { teacher: 'A1', hours: { A1: 3 } },
  { teacher: 'B1', hours: { B1: 2 } },
  { teacher: 'BI', hours: { BI: 1, GE: 1 } },
  { teacher: 'FY', hours: { FY: 2, KE: 2 } },
  { teacher: 'HI', hours: { HI: 1, YH: 1, KT: 1 } },
  { teacher: 'FI', hours: { FI: 1, PS: 1 } },
  { teacher: 'LI', hours: { LI: 1 } },
  { teacher: 'OP', hours: { OP: 1 } },
]

/** Columns of the rotation: no teacher gives one group more weekly lessons than this. */
const COLUMNS = 5

/**
 * The week of a school with subject teachers. All groups have the same lessons, and go through them shifted by one row each:
 * as the lessons of a column all have different teachers, nobody is ever in two places.
 *
 * @param perDay Lessons of a day, from the first slot on, on all five days.
 * @throws {RangeError} where the lessons don't fill the week, or there are more groups than rows.
 */
export function subjectTeacherWeek(teachers: readonly SubjectTeacher[], homes: readonly string[], perDay: number): Course[] {
  const lessons = teachers.flatMap(({ teacher, hours }) =>
    entriesOf(hours).flatMap(([subject, count]) => Array.from({ length: count }, () => ({ teacher, subject }))),
  )
  const rows = perDay
  if (lessons.length !== rows * COLUMNS || homes.length > rows)
    throw new RangeError(`${lessons.length} lessons for ${homes.length} groups don't fit ${rows} × ${COLUMNS}`)
  // Dealing them out in order puts a teacher's lessons, at most five in a row, into different columns.
  const lessonAt = (row: number, column: number) => lessons[row * COLUMNS + column]
  return homes.flatMap((home, shift) => {
    const periodsOf = new Map<string, { subject: Subject; teacher: string; periods: string[] }>()
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < COLUMNS; column += 1) {
        const lesson = lessonAt((row + shift) % rows, column)
        if (!lesson) continue
        const course = periodsOf.get(lesson.subject) ?? { ...lesson, periods: [] }
        // Rows are slots and columns are days, so that a subject's lessons fall on different days.
        course.periods.push(`${column + 1}-${row + 1}`)
        periodsOf.set(lesson.subject, course)
      }
    }
    return [...periodsOf.values()].map(({ subject, teacher, periods }) => ({ home, subject, teacher, periods: periods.toSorted() }))
  })
}
