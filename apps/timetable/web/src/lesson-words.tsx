import { useHost, useLive, useSettings } from '@digione/sdk/react'
import type { Lesson } from './lesson.ts'
import { subjectName } from './subjects.ts'
import { isYoung } from './young.ts'

/** What a lesson is called to this person: its subject to a learner, its group to whoever teaches or leads. */
export function useLessonTitle(): (lesson: Lesson) => string {
  const host = useHost()
  const locale = useLive(host.locale)
  const isOwn = host.context.role === 'learner' || host.context.role === 'guardian'
  return (lesson) => {
    const subject = subjectName(lesson.subject, locale)
    // A teaching group's name mostly ends in its subject's code, which the subject's name already says.
    const group = lesson.subject ? lesson.group.name.replace(new RegExp(`\\s+${lesson.subject}$`), '') : lesson.group.name
    if (!subject) return group
    return isOwn ? subject : `${subject} ${group}`
  }
}

/** Where a long subject may be parted in a narrow place: between the words it is made of. Few browsers know Finnish and Swedish well enough. */
export const parted = (title: string) => title.replace(/(\p{L}{4,})(oppi|tieto|lära|kunskap|tiikka|matik)(?!\p{L})/u, '$1\u00AD$2')

/** The badge that says in words how a lesson differs from the usual one. */
export function ChangeBadge({ lesson }: { readonly lesson: Lesson }) {
  const host = useHost()
  const roomWords = useRoomWords()
  const { change } = lesson
  if (!change) return null
  const words = change.cancelled
    ? [host.t('change.cancelled')]
    : [
        ...(change.substitute ? [host.t('change.substitute', { name: change.substitute })] : []),
        ...(change.room ? [roomWords(change.room)] : []),
        ...(!change.substitute && !change.room ? [host.t('change.note')] : []),
      ]
  return (
    <span className="d1-badge tt-change" data-status={change.cancelled ? 'danger' : 'warning'}>
      {words.join(', ')}
    </span>
  )
}

/** `tila 214`; a room that has a name of its own, such as `Liikuntasali`, goes by it. */
export function useRoomWords(): (room: string) => string {
  const host = useHost()
  return (room) => (/\d/.test(room) ? host.t('room', { room }) : room)
}

/** Where, and with whom. A first or second grader knows both, and reads one word more easily than five. */
export function useLessonFacts(): (lesson: Lesson) => readonly string[] {
  const host = useHost()
  const roomWords = useRoomWords()
  const { showTeachers } = useSettings()
  const isTeacher = host.context.role === 'teacher'
  return (lesson) => {
    if (isYoung(host.context)) return []
    const room = lesson.room && !lesson.change?.room ? roomWords(lesson.room) : ''
    const teachers = showTeachers && !isTeacher && !lesson.change?.substitute ? lesson.teachers.join(', ') : ''
    return [room, teachers].filter((fact) => fact !== '')
  }
}

/** A lesson's facts on one line. */
export function LessonDetail({ lesson }: { readonly lesson: Lesson }) {
  const facts = useLessonFacts()(lesson)
  return facts.length > 0 && <span className="tt-detail">{facts.join(' · ')}</span>
}
