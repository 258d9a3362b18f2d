import type { Database } from '../database.ts'
import type { Place } from '../place.ts'
import { clockAt, dayAt, daysAfter } from '../school-time.ts'
import type { School } from '../school.ts'
import type { LessonDay, LessonSummary } from '../wire.ts'
import { countsOn, lessonState, markedOn } from './register-store.ts'

/** How far another school day is looked for: longer than any holiday but the summer's. */
const REACH_DAYS = 75

/**
 * A teacher's lessons of a day.
 *
 * Without a day: today where it has lessons, else the last school day, whose lessons may still be marked, else the next.
 */
export function lessonDay(database: Database, place: Place, school: School, groups: readonly string[], wanted: string | null, now: Date): LessonDay {
  const today = dayAt(now)
  const hasLessons = (date: string) => school.lessonsOn(date, groups).length > 0
  const search = (from: string, step: 1 | -1) => {
    for (let days = 1; days <= REACH_DAYS; days++) {
      const date = daysAfter(from, days * step)
      if (hasLessons(date)) return date
    }
    return null
  }
  const date = wanted ?? (hasLessons(today) ? today : (search(today, -1) ?? search(today, 1) ?? today))

  const counts = countsOn(database, place, date)
  const marked = markedOn(database, place, date)
  const lessons = school.lessonsOn(date, groups).map((lesson): LessonSummary => {
    const key = `${lesson.group}/${lesson.slot}`
    const { late, absent } = counts.get(key) ?? { late: 0, absent: 0 }
    const markedAt = marked.get(key) ?? null
    return { ...lesson, state: lessonState(markedAt, late, absent), late, absent, markedAt }
  })
  return { date, today, lessons, focus: focusOf(lessons, date, today, clockAt(now)), previous: search(date, -1), next: search(date, 1) }
}

function focusOf(lessons: readonly LessonSummary[], date: string, today: string, clock: string): number | null {
  if (lessons.length === 0) return null
  if (date > today) return 0
  const going = date === today ? lessons.findIndex(({ end }) => end > clock) : -1
  if (going !== -1) return going
  // The day is over: what was left unmarked comes first.
  const forgotten = lessons.findIndex(({ state }) => state !== 'marked')
  return forgotten === -1 ? lessons.length - 1 : forgotten
}
