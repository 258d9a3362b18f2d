import { DigiOneError } from '@digione/sdk/server'
import type { Database } from '../database.ts'
import type { Place } from '../place.ts'
import type { LessonRef, LessonState } from '../wire.ts'
import { writeHistory } from './mark-store.ts'
import type { Hand } from './mark-store.ts'

/** What is said of a lesson as a whole: that everybody has been looked at, and the lesson note. */
export interface Register {
  readonly markedAt: string | null
  readonly note: string
  readonly noteVersion: number
  readonly noteAt: string | null
}

const NONE: Register = { markedAt: null, note: '', noteVersion: 0, noteAt: null }

export const lessonState = (markedAt: string | null, late: number, absent: number): LessonState =>
  markedAt !== null ? 'marked' : late + absent > 0 ? 'started' : 'unmarked'

export function registerOf(database: Database, place: Place, lesson: LessonRef): Register {
  const row = database
    .prepare(
      'select marked_at as markedAt, note, note_version as noteVersion, note_at as noteAt from register where municipality = ? and school = ? and grp = ? and date = ? and slot = ?',
    )
    .get(place.municipality, place.school, lesson.group, lesson.date, lesson.slot) as unknown as Register | undefined
  return row ? { ...row } : NONE
}

/**
 * Says that whoever has no mark is present, or takes that back; in a transaction.
 * @returns Whether anything changed.
 */
export function setMarked(database: Database, place: Place, lesson: LessonRef, isMarked: boolean, hand: Hand): boolean {
  const before = registerOf(database, place, lesson)
  if ((before.markedAt !== null) === isMarked) return false
  database
    .prepare(
      `insert into register (municipality, school, grp, date, slot, marked_by, marked_at) values (?, ?, ?, ?, ?, ?, ?)
       on conflict (grp, date, slot) do update set marked_by = excluded.marked_by, marked_at = excluded.marked_at`,
    )
    .run(place.municipality, place.school, lesson.group, lesson.date, lesson.slot, isMarked ? hand.by : null, isMarked ? hand.at : null)
  writeHistory(database, place, lesson, { learner: null, what: 'register', before: isMarked ? 'open' : 'marked', after: isMarked ? 'marked' : 'open' }, hand)
  return true
}

/**
 * Writes the lesson note; in a transaction.
 * @throws {DigiOneError} CHANGED_MEANWHILE where somebody wrote another one since `version`.
 */
export function setNote(database: Database, place: Place, lesson: LessonRef, text: string, version: number, hand: Hand): void {
  const before = registerOf(database, place, lesson)
  if (before.note === text) return
  if (before.noteVersion !== version) throw new DigiOneError('CHANGED_MEANWHILE', 'The lesson note')
  database
    .prepare(
      `insert into register (municipality, school, grp, date, slot, note, note_version, note_by, note_at) values (?, ?, ?, ?, ?, ?, 1, ?, ?)
       on conflict (grp, date, slot) do update set note = excluded.note, note_version = note_version + 1, note_by = excluded.note_by, note_at = excluded.note_at`,
    )
    .run(place.municipality, place.school, lesson.group, lesson.date, lesson.slot, text, hand.by, hand.at)
  writeHistory(database, place, lesson, { learner: null, what: 'note', before: before.note, after: text }, hand)
}

/** How many have each state in the lessons of a day that have any mark, by `group/slot`. */
export function countsOn(database: Database, place: Place, date: string): Map<string, { late: number; absent: number }> {
  const rows = database
    .prepare(
      `select grp, slot, sum(state = 'late') as late, sum(state = 'absent') as absent from mark where municipality = ? and school = ? and date = ? group by grp, slot`,
    )
    .all(place.municipality, place.school, date) as unknown as { grp: string; slot: number; late: number; absent: number }[]
  return new Map(rows.map(({ grp, slot, late, absent }) => [`${grp}/${slot}`, { late, absent }]))
}

/** When each marked lesson of a day was, by `group/slot`. */
export function markedOn(database: Database, place: Place, date: string): Map<string, string> {
  const rows = database
    .prepare('select grp, slot, marked_at as at from register where municipality = ? and school = ? and date = ? and marked_at is not null')
    .all(place.municipality, place.school, date) as unknown as { grp: string; slot: number; at: string }[]
  return new Map(rows.map(({ grp, slot, at }) => [`${grp}/${slot}`, at]))
}
