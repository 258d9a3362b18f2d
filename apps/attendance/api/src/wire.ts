/** What crosses between this module's API and its pages. The pages import these as types only. */

export type MarkState = 'present' | 'late' | 'absent'
export const REASONS = ['sick', 'health-care', 'family', 'other'] as const
export type Reason = (typeof REASONS)[number]

/** One lesson: a roster group on a day in one of the school's slots, counted from 1. */
export interface LessonRef {
  readonly group: string
  readonly date: string
  readonly slot: number
}

export interface Lesson extends LessonRef {
  readonly groupName: string
  /** A code of `koskioppiaineetyleissivistava`, or `null`. */
  readonly subject: string | null
  /** `08:15` */
  readonly start: string
  readonly end: string
  readonly room: string | null
}

/** `started`: somebody has a mark, but nobody has said yet that the rest are present. */
export type LessonState = 'unmarked' | 'started' | 'marked'

export interface LessonSummary extends Lesson {
  readonly state: LessonState
  readonly late: number
  readonly absent: number
  readonly markedAt: string | null
}

export interface LessonDay {
  readonly date: string
  readonly today: string
  readonly lessons: readonly LessonSummary[]
  /** Which lesson a teacher most likely wants: the one going on, else the next, else the last. Index in `lessons`. */
  readonly focus: number | null
  readonly previous: string | null
  readonly next: string | null
}

export interface Explanation {
  readonly id: string
  readonly reason: Reason
  readonly text: string | null
  readonly by: 'guardian' | 'learner'
  readonly at: string
  /** Given by the caller, who may thus take it back. */
  readonly mine: boolean
}

export interface Pupil {
  readonly id: string
  readonly givenName: string
  readonly familyName: string
  readonly state: MarkState
  /** Grows with each change of this pupil's mark; 0 where there is none. A change names the version it saw. */
  readonly version: number
  readonly markedAt: string | null
  readonly explanation: Omit<Explanation, 'mine' | 'id'> | null
}

/** Where a group sits. The same for all of its lessons and teachers. */
export interface Seating {
  /** Places in a row. */
  readonly columns: number
  /** Learners row by row from the front; `null` is an empty place. */
  readonly seats: readonly (string | null)[]
  /** Grows with each change; 0 where nobody has arranged it yet. */
  readonly version: number
}

export interface LessonList {
  readonly lesson: Lesson
  readonly state: LessonState
  readonly markedAt: string | null
  /** Whether the day has come: marks are not made for lessons of days ahead. */
  readonly mayMark: boolean
  readonly pupils: readonly Pupil[]
  readonly seating: Seating
  readonly note: { readonly text: string; readonly version: number; readonly at: string | null }
}

export interface Absence extends Lesson {
  readonly state: 'late' | 'absent'
  readonly explanation: Explanation | null
}

export interface AbsenceReport {
  readonly learner: string
  readonly today: string
  /** Whether the caller may explain: a guardian, or a learner who is of age. */
  readonly mayExplain: boolean
  /** Newest day first. */
  readonly absences: readonly Absence[]
  readonly week: { readonly from: string; readonly late: number; readonly absent: number }
}

export interface UnexplainedLearner {
  readonly learner: string
  readonly name: string
  readonly homeGroup: string | null
  readonly lessons: readonly Lesson[]
}

export interface Overview {
  readonly today: { readonly date: string; readonly lessons: number; readonly marked: number; readonly absent: number; readonly unexplained: number }
  /** The learner whose absence is oldest first. */
  readonly unexplained: readonly UnexplainedLearner[]
}
