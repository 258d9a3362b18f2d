import { DigiOneError } from '@digione/sdk/server'
import type { Database } from '../database.ts'
import type { Place } from '../place.ts'
import type { LessonRef, MarkState } from '../wire.ts'

export interface Mark {
  readonly learner: string
  readonly state: MarkState
  readonly version: number
  readonly changedAt: string
}

/** Who makes a change, and when. */
export interface Hand {
  readonly by: string
  /** ISO 8601 */
  readonly at: string
}

/** A state that somebody wants, and the version of the mark they were looking at. */
export interface WantedMark {
  readonly learner: string
  readonly state: MarkState
  readonly version: number
}

export function marksOf(database: Database, place: Place, lesson: LessonRef): Map<string, Mark> {
  const rows = database
    .prepare('select learner, state, version, changed_at as changedAt from mark where municipality = ? and school = ? and grp = ? and date = ? and slot = ?')
    .all(place.municipality, place.school, lesson.group, lesson.date, lesson.slot) as unknown as Mark[]
  return new Map(rows.map((mark) => [mark.learner, { ...mark }]))
}

/**
 * Sets marks of one lesson, all or none; to be called in a transaction.
 *
 * @returns Those that changed. Wanting what already is changes nothing, whatever version it was seen at.
 * @throws {DigiOneError} CHANGED_MEANWHILE where somebody else changed one of them to another state.
 */
export function setMarks(database: Database, place: Place, lesson: LessonRef, wanted: readonly WantedMark[], hand: Hand): WantedMark[] {
  const present = marksOf(database, place, lesson)
  const changes = wanted.filter(({ learner, state }) => (present.get(learner)?.state ?? 'present') !== state)
  const stale = changes.find(({ learner, version }) => (present.get(learner)?.version ?? 0) !== version)
  if (stale) throw new DigiOneError('CHANGED_MEANWHILE', 'A mark of this lesson')
  const upsert = database.prepare(
    `insert into mark (municipality, school, grp, date, slot, learner, state, version, changed_by, changed_at) values (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
     on conflict (grp, date, slot, learner) do update set state = excluded.state, version = version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
  )
  for (const { learner, state } of changes) {
    upsert.run(place.municipality, place.school, lesson.group, lesson.date, lesson.slot, learner, state, hand.by, hand.at)
    writeHistory(database, place, lesson, { learner, what: 'mark', before: present.get(learner)?.state ?? null, after: state }, hand)
  }
  return changes
}

interface Change {
  readonly learner: string | null
  readonly what: 'mark' | 'register' | 'note' | 'explanation'
  readonly before: string | null
  readonly after: string | null
}

/** Keeps who changed what; in the transaction of the change itself. */
export function writeHistory(database: Database, place: Place, lesson: LessonRef, change: Change, hand: Hand): void {
  database
    .prepare(
      'insert into history (at, changed_by, municipality, school, grp, date, slot, learner, what, before, after) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(hand.at, hand.by, place.municipality, place.school, lesson.group, lesson.date, lesson.slot, change.learner, change.what, change.before, change.after)
}

/** @returns Whether the request is new. One that is repeated after a lost answer has been carried out already. */
export function isFirstTime(database: Database, request: string, hand: Hand): boolean {
  return database.prepare('insert or ignore into request (id, sent_by, at) values (?, ?, ?)').run(request, hand.by, hand.at).changes === 1
}
