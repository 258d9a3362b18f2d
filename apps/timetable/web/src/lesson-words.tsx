import { useHost, useLive, useSettings } from '@digione/sdk/react'
import type { Lesson } from './lesson.ts'
import { subjectName } from './subjects.ts'

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

/** The badge that says in words how a lesson differs from the usual one. */
export function ChangeBadge({ lesson }: { readonly lesson: Lesson }) {
  const host = useHost()
  const { change } = lesson
  if (!change) return null
  const words = change.cancelled
    ? [host.t('change.cancelled')]
    : [
        ...(change.substitute ? [host.t('change.substitute', { name: change.substitute })] : []),
        ...(change.room ? [host.t('change.room', { room: change.room })] : []),
        ...(!change.substitute && !change.room ? [host.t('change.note')] : []),
      ]
  return (
    <span className="d1-badge tt-change" data-status={change.cancelled ? 'danger' : 'warning'}>
      {words.join(', ')}
    </span>
  )
}

/** Where and with whom, on one line. */
export function LessonDetail({ lesson }: { readonly lesson: Lesson }) {
  const host = useHost()
  const { showTeachers } = useSettings()
  const isTeacher = host.context.role === 'teacher'
  const room = lesson.room && !lesson.change?.room ? host.t('room', { room: lesson.room }) : null
  const teachers = showTeachers && !isTeacher && !lesson.change?.substitute ? lesson.teachers.join(', ') : null
  return <span className="tt-detail">{[room, teachers].filter(Boolean).join(' · ')}</span>
}
