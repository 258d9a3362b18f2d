import type { Lesson } from './lesson.ts'
import { minutes } from './school-time.ts'

export interface Placed {
  readonly lesson: Lesson
  /** From the left, 0-based, of `lanes` that stand side by side. */
  readonly lane: number
  readonly lanes: number
}

/** Places lessons that overlap in time side by side, each as far left as there is room. */
export function placeSideBySide(lessons: readonly Lesson[]): Placed[] {
  const placed: Placed[] = []
  let cluster: { lesson: Lesson; lane: number }[] = []
  let laneEnds: number[] = []
  const flush = () => {
    placed.push(...cluster.map((item) => ({ ...item, lanes: laneEnds.length })))
    cluster = []
    laneEnds = []
  }
  for (const lesson of lessons.toSorted((a, b) => minutes(a.starts) - minutes(b.starts))) {
    if (cluster.length > 0 && Math.max(...laneEnds) <= minutes(lesson.starts)) flush()
    const free = laneEnds.findIndex((end) => end <= minutes(lesson.starts))
    const lane = free < 0 ? laneEnds.length : free
    laneEnds[lane] = minutes(lesson.ends)
    cluster.push({ lesson, lane })
  }
  flush()
  return placed
}
