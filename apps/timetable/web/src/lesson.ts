/** A departure from the weekly timetable. */
export interface Change {
  readonly cancelled: boolean
  readonly room: string | null
  readonly substitute: string | null
  readonly note: string | null
}

/** A lesson as the module's backend gives it. */
export interface Lesson {
  readonly id: string
  readonly group: { readonly id: string; readonly name: string }
  readonly subject: string | null
  /** ISO date. */
  readonly date: string
  readonly slot: number
  /** The school's clock time, `08:15`. */
  readonly starts: string
  readonly ends: string
  readonly room: string | null
  readonly teachers: readonly string[]
  readonly change: Change | null
}

export interface LessonsAnswer {
  readonly lessons: readonly Lesson[]
  /** Groups to choose among, for those who see the whole school. */
  readonly groups: readonly { readonly id: string; readonly name: string }[]
  /** The group whose lessons these are, where there was a choice. */
  readonly group: string | null
}

export interface LessonAnswer {
  readonly lesson: Lesson
  readonly mayChange: boolean
}
