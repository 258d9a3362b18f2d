import { useHost, useLive } from '@digione/sdk/react'
import type { Lesson } from './lesson.ts'
import { ChangeBadge, LessonDetail, useLessonTitle } from './lesson-words.tsx'
import { clock, clockRange } from './school-time.ts'
import { subjectPicture } from './subjects.ts'
import { isYoung } from './young.ts'

/** One day's lessons in a list; the present one is marked. */
export function DayList({ lessons, now }: { readonly lessons: readonly Lesson[]; readonly now: { date: string; time: string } }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const title = useLessonTitle()
  const isYoungHere = isYoung(host.context)
  if (lessons.length === 0) return <p className="tt-none">{host.t('noLessons')}</p>
  return (
    <ol className="tt-list" data-young={isYoungHere || undefined}>
      {lessons.map((lesson) => {
        const isNow = lesson.date === now.date && lesson.starts <= now.time && now.time < lesson.ends
        const isOver = lesson.date < now.date || (lesson.date === now.date && lesson.ends <= now.time)
        return (
          <li
            key={lesson.id}
            className="tt-item"
            data-now={isNow || undefined}
            data-over={isOver || undefined}
            data-cancelled={lesson.change?.cancelled || undefined}
          >
            <span className="tt-times">
              <time dateTime={`${lesson.date}T${lesson.starts}`} className="tt-starts">
                {clock(lesson.starts, locale)}
              </time>
              <span className="tt-ends" aria-hidden="true">
                {clock(lesson.ends, locale)}
              </span>
            </span>
            <span className="tt-what">
              {isYoungHere && <d1-icon name={subjectPicture(lesson.subject)} className="tt-picture" />}
              <a
                className="tt-title"
                href={host.href('/lessons/:lesson', { lesson: lesson.id })}
                aria-label={`${clockRange(lesson.starts, lesson.ends, locale)} ${title(lesson)}`}
              >
                {title(lesson)}
              </a>
              <LessonDetail lesson={lesson} />
            </span>
            <span className="tt-marks">
              {isNow && (
                <span className="d1-badge" data-status="info">
                  {host.t('now')}
                </span>
              )}
              <ChangeBadge lesson={lesson} />
            </span>
          </li>
        )
      })}
    </ol>
  )
}
