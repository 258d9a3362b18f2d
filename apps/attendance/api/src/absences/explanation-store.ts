import { DigiOneError } from '@digione/sdk/server'
import type { Database } from '../database.ts'
import { writeHistory } from '../lessons/mark-store.ts'
import type { Hand } from '../lessons/mark-store.ts'
import type { Place } from '../place.ts'
import type { LessonRef, Reason } from '../wire.ts'

export interface StoredExplanation {
  readonly id: string
  readonly reason: Reason
  readonly text: string | null
  readonly givenBy: string
  readonly givenAs: 'guardian' | 'learner'
  readonly givenAt: string
}

export interface AbsenceRow extends LessonRef {
  readonly learner: string
  readonly state: 'late' | 'absent'
  readonly explanation: StoredExplanation | null
}

interface Row extends LessonRef {
  readonly learner: string
  readonly state: 'late' | 'absent'
  readonly id: string | null
  readonly reason: Reason
  readonly text: string | null
  readonly givenBy: string
  readonly givenAs: 'guardian' | 'learner'
  readonly givenAt: string
}

// The latest explanation that stands: an earlier one may have been taken back.
const ABSENCES = `
  select m.grp as "group", m.date, m.slot, m.learner, m.state,
         e.id, e.reason, e.text, e.given_by as givenBy, e.given_as as givenAs, e.given_at as givenAt
  from mark m
  left join explained_lesson l on l.grp = m.grp and l.date = m.date and l.slot = m.slot and l.learner = m.learner
    and exists (select 1 from explanation s where s.id = l.explanation and s.withdrawn_at is null)
  left join explanation e on e.id = l.explanation
  where m.municipality = ? and m.school = ?`

function absence({ id, reason, text, givenBy, givenAs, givenAt, ...row }: Row): AbsenceRow {
  return { ...row, explanation: id === null ? null : { id, reason, text, givenBy, givenAs, givenAt } }
}

/** A learner's absences and late arrivals from a day on, newest first. */
export function absencesOf(database: Database, place: Place, learner: string, since: string): AbsenceRow[] {
  const sql = `${ABSENCES} and m.learner = ? and m.date >= ? and m.state in ('late', 'absent') order by m.date desc, m.slot`
  return (database.prepare(sql).all(place.municipality, place.school, learner, since) as unknown as Row[]).map(absence)
}

/** Who is away from one lesson, by learner. */
export function absencesIn(database: Database, place: Place, lesson: LessonRef): Map<string, AbsenceRow> {
  const sql = `${ABSENCES} and m.grp = ? and m.date = ? and m.slot = ? and m.state in ('late', 'absent')`
  const rows = database.prepare(sql).all(place.municipality, place.school, lesson.group, lesson.date, lesson.slot) as unknown as Row[]
  return new Map(rows.map((row) => [row.learner, absence(row)]))
}

/** A school's absences from a day on that nobody has explained, oldest first. */
export function unexplainedAt(database: Database, place: Place, since: string): AbsenceRow[] {
  const sql = `${ABSENCES} and m.date >= ? and m.state = 'absent' and e.id is null order by m.date, m.slot`
  return (database.prepare(sql).all(place.municipality, place.school, since) as unknown as Row[]).map(absence)
}

export interface NewExplanation {
  readonly id: string
  readonly learner: string
  readonly lessons: readonly LessonRef[]
  readonly reason: Reason
  readonly text: string | null
  readonly givenAs: 'guardian' | 'learner'
}

const keyOf = ({ group, date, slot }: LessonRef) => `${group}/${date}/${slot}`

/**
 * Explains absences of one learner; in a transaction.
 *
 * @returns Whether it is new: the same one sent twice counts once.
 * @throws {DigiOneError} NOT_FOUND where the learner was not absent from one of the lessons, CHANGED_MEANWHILE where somebody explained one already.
 */
export function explain(database: Database, place: Place, explanation: NewExplanation, hand: Hand): boolean {
  const { id, learner, lessons, reason, text, givenAs } = explanation
  const known = database.prepare('select learner, given_by as givenBy from explanation where id = ?').get(id)
  if (known && known['learner'] === learner && known['givenBy'] === hand.by) return false
  if (known) throw new DigiOneError('CHANGED_MEANWHILE', 'The explanation')

  const oldest = lessons.reduce((least, { date }) => (date < least ? date : least), lessons[0]?.date ?? '')
  const absences = new Map(absencesOf(database, place, learner, oldest).map((row) => [keyOf(row), row]))
  for (const lesson of lessons) {
    const found = absences.get(keyOf(lesson))
    if (found?.state !== 'absent') throw new DigiOneError('NOT_FOUND', 'such absence of this learner')
    if (found.explanation) throw new DigiOneError('CHANGED_MEANWHILE', 'The absence')
  }
  database
    .prepare('insert into explanation (id, municipality, school, learner, reason, text, given_by, given_as, given_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, place.municipality, place.school, learner, reason, text, hand.by, givenAs, hand.at)
  const cover = database.prepare('insert into explained_lesson (explanation, learner, grp, date, slot) values (?, ?, ?, ?, ?)')
  for (const lesson of lessons) {
    cover.run(id, learner, lesson.group, lesson.date, lesson.slot)
    writeHistory(database, place, lesson, { learner, what: 'explanation', before: null, after: reason }, hand)
  }
  return true
}

/**
 * Takes an explanation back; in a transaction. It stays in the store, marked as withdrawn.
 *
 * @returns The lessons that ask for one again; none where it had been taken back before.
 * @throws {DigiOneError} NOT_FOUND, or NOT_ALLOWED where somebody else gave it.
 */
export function withdraw(database: Database, place: Place, learner: string, id: string, hand: Hand): LessonRef[] {
  const found = database
    .prepare(
      'select given_by as givenBy, reason, withdrawn_at as withdrawnAt from explanation where id = ? and learner = ? and municipality = ? and school = ?',
    )
    .get(id, learner, place.municipality, place.school) as { givenBy: string; reason: Reason; withdrawnAt: string | null } | undefined
  if (!found) throw new DigiOneError('NOT_FOUND', 'such explanation')
  if (found.givenBy !== hand.by) throw new DigiOneError('NOT_ALLOWED', 'A person', "take back somebody else's explanation")
  if (found.withdrawnAt !== null) return []
  database.prepare('update explanation set withdrawn_by = ?, withdrawn_at = ? where id = ?').run(hand.by, hand.at, id)
  const lessons = database.prepare('select grp as "group", date, slot from explained_lesson where explanation = ?').all(id) as unknown as LessonRef[]
  for (const lesson of lessons) writeHistory(database, place, lesson, { learner, what: 'explanation', before: found.reason, after: null }, hand)
  return lessons.map((lesson) => ({ ...lesson }))
}
