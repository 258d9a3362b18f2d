/** What the roster says of a teaching group, as far as a timetable needs it. */
export interface TeachingGroup {
  readonly id: string
  readonly school: string
  readonly name: string
  /** Code of `koskioppiaineetyleissivistava`, such as `MA`. */
  readonly subject: string | null
  /** Weekday (1 Monday) and lesson slot (from 1): `1-2`. */
  readonly periods: readonly string[]
  readonly room: string | null
  /** The first and the last day on which it meets, ISO dates. */
  readonly from: string
  readonly until: string
}

/** Start and end of each lesson slot of a school, from the day's first: `["08:15", "09:00"]`. */
export type Bells = readonly (readonly [string, string])[]

/** One departure from the weekly timetable. */
export interface Change {
  readonly cancelled: boolean
  readonly room: string | null
  readonly substitute: string | null
  readonly note: string | null
}

export interface Lesson {
  /** `<group>.<date>.<slot>` */
  readonly id: string
  readonly group: { readonly id: string; readonly name: string }
  readonly subject: string | null
  /** ISO date. */
  readonly date: string
  readonly slot: number
  /** School's own clock time, `08:15`. */
  readonly starts: string
  readonly ends: string
  readonly room: string | null
  readonly teachers: readonly string[]
  readonly change: Change | null
}

export const lessonId = (group: string, date: string, slot: number) => `${group}.${date}.${slot}`

/** The parts of a lesson's id, or `null` where it is none. */
export function parseLessonId(id: string): { group: string; date: string; slot: number } | null {
  const [, group, date, slot] = /^([0-9a-f-]{36})\.(\d{4}-\d{2}-\d{2})\.([1-9]\d?)$/.exec(id) ?? []
  return group && date && slot && isDate(date) ? { group, date, slot: Number(slot) } : null
}

/** A date of the calendar; 31 February, which `Date` takes for a day in March, is none. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

const DAY_MS = 86_400_000

/** The ISO dates from `from` to `until`, both included. */
export function daysBetween(from: string, until: string): string[] {
  const days: string[] = []
  for (let t = Date.parse(`${from}T00:00:00Z`); t <= Date.parse(`${until}T00:00:00Z`); t += DAY_MS) days.push(new Date(t).toISOString().slice(0, 10))
  return days
}

/** Monday 1 … Sunday 7. */
export const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

/** The five days of a date's school week; of a weekend the week after. */
export function schoolWeekOf(date: string): string[] {
  const weekday = weekdayOf(date)
  const monday = Date.parse(`${date}T00:00:00Z`) + ((weekday > 5 ? 8 : 1) - weekday) * DAY_MS
  return Array.from({ length: 5 }, (_, at) => new Date(monday + at * DAY_MS).toISOString().slice(0, 10))
}

/**
 * The lessons of some groups on some days, in the order of time.
 *
 * @param changeOf The change of a lesson by its id.
 * @param teachersOf Names of a group's teachers.
 */
export function lessonsOf(
  groups: readonly TeachingGroup[],
  bells: ReadonlyMap<string, Bells>,
  dates: readonly string[],
  changeOf: (id: string) => Change | null,
  teachersOf: (group: string) => readonly string[],
): Lesson[] {
  const lessons: Lesson[] = []
  for (const date of dates) {
    const weekday = weekdayOf(date)
    for (const group of groups) {
      if (date < group.from || date > group.until) continue
      for (const period of group.periods) {
        const [day = 0, slot = 0] = period.split('-').map(Number)
        const bell = bells.get(group.school)?.[slot - 1]
        if (day !== weekday || !bell) continue
        const id = lessonId(group.id, date, slot)
        lessons.push({
          id,
          group: { id: group.id, name: group.name },
          subject: group.subject,
          date,
          slot,
          starts: bell[0],
          ends: bell[1],
          room: group.room,
          teachers: teachersOf(group.id),
          change: changeOf(id),
        })
      }
    }
  }
  return lessons.toSorted((a, b) =>
    a.date + a.starts < b.date + b.starts ? -1 : a.date + a.starts > b.date + b.starts ? 1 : a.group.name.localeCompare(b.group.name),
  )
}
