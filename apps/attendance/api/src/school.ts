import { DigiOneError } from '@digione/sdk/server'
import type { Roster, RosterClass } from '@digione/sdk/server'
import { weekdayOf } from './school-time.ts'
import type { Lesson, LessonRef } from './wire.ts'

interface Term {
  readonly from: string
  readonly until: string
}

interface Bell {
  readonly start: string
  readonly end: string
}

/** A roster group that has lessons. */
interface TeachingGroup {
  readonly id: string
  readonly name: string
  readonly subject: string | null
  readonly room: string | null
  readonly terms: readonly Term[]
  /** Slots by weekday, 1 Monday. */
  readonly slots: ReadonlyMap<number, readonly number[]>
}

/** A school's lessons, as they follow from the roster: its groups' weekly slots, its bells, its terms. */
export interface School {
  /** The lessons of a day, of some groups or of all, in the order of the day. */
  lessonsOn(date: string, groups?: readonly string[]): Lesson[]
  /** The lesson, where the roster has such a one. */
  lesson(ref: LessonRef): Lesson | null
  /** As `lesson`, also for a slot that the roster no longer gives: what was marked then stays readable. */
  describe(ref: LessonRef): Lesson
}

/**
 * Reads one school from the roster.
 *
 * @throws {DigiOneError} NOT_FOUND where the school is in another municipality than the caller's context.
 */
export async function readSchool(roster: Roster, municipality: string, id: string): Promise<School> {
  const [school, classes, terms] = await Promise.all([roster.school(id), roster.classes(id), roster.terms()])
  if (school.metadata['digione.municipality'] !== municipality) throw new DigiOneError('NOT_FOUND', 'such school')
  const bells = school.metadata['digione.bells'].map(([start, end]): Bell => ({ start, end }))
  const termsById = new Map(terms.map((term): [string, Term] => [term.sourcedId, { from: term.startDate, until: term.endDate }]))
  const groups = new Map(classes.filter(({ school: of }) => of.sourcedId === id).map((entry) => [entry.sourcedId, groupOf(entry, termsById)]))

  const describe = ({ group, date, slot }: LessonRef): Lesson => {
    const found = groups.get(group)
    const bell = bells[slot - 1]
    return {
      group,
      date,
      slot,
      groupName: found?.name ?? '',
      subject: found?.subject ?? null,
      room: found?.room ?? null,
      start: bell?.start ?? '',
      end: bell?.end ?? '',
    }
  }
  const hasLesson = ({ group, date, slot }: LessonRef) => {
    const found = groups.get(group)
    if (!found || !bells[slot - 1] || !found.slots.get(weekdayOf(date))?.includes(slot)) return false
    return found.terms.length === 0 || found.terms.some(({ from, until }) => from <= date && date <= until)
  }

  return {
    describe,
    lesson: (ref) => (hasLesson(ref) ? describe(ref) : null),
    lessonsOn: (date, only = [...groups.keys()]) =>
      only
        .flatMap((group) => (groups.get(group)?.slots.get(weekdayOf(date)) ?? []).map((slot) => ({ group, date, slot })))
        .filter(hasLesson)
        .map(describe)
        .toSorted((a, b) => a.slot - b.slot || a.groupName.localeCompare(b.groupName, 'fi')),
  }
}

function groupOf(entry: RosterClass, terms: ReadonlyMap<string, Term>): TeachingGroup {
  const slots = new Map<number, number[]>()
  for (const period of entry.periods) {
    const [weekday = 0, slot = 0] = period.split('-').map(Number)
    slots.set(weekday, [...(slots.get(weekday) ?? []), slot])
  }
  return {
    id: entry.sourcedId,
    name: entry.title,
    subject: entry.subjectCodes[0] ?? null,
    room: entry.location ?? null,
    terms: entry.terms.flatMap(({ sourcedId }) => terms.get(sourcedId) ?? []),
    slots,
  }
}
