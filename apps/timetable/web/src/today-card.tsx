import { useHost, useLive } from '@digione/sdk/react'
import { ChangeBadge, LessonDetail, useLessonTitle } from './lesson-words.tsx'
import { clock, longDay, schoolDayFrom } from './school-time.ts'
import { useClock } from './use-clock.ts'
import { useLessons } from './use-lessons.ts'

const SHOWN = 4

/** Today's lessons from now on, or the next school day's where today's are over. */
export function TodayCard({ pageHref }: { readonly pageHref: string }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const title = useLessonTitle()
  const now = useClock()
  const day = schoolDayFrom(now.date)
  const { lessons, retry } = useLessons(day, day, null)

  if (lessons.state === 'loading') {
    return (
      <div role="status" className="tt-card">
        <span className="d1-visually-hidden">{host.t('loading')}</span>
        <div className="d1-skeleton tt-card-skeleton" />
      </div>
    )
  }
  if (lessons.state === 'failed') {
    return (
      <div className="tt-card">
        <p>{host.t('failed')}</p>
        <button type="button" className="d1-button" onClick={retry}>
          {host.t('retry')}
        </button>
      </div>
    )
  }
  const isToday = day === now.date
  const coming = isToday ? lessons.lessons.filter((l) => l.ends > now.time) : lessons.lessons
  const shown = (coming.length > 0 ? coming : lessons.lessons).slice(0, SHOWN)
  const first = lessons.lessons.find((l) => !l.change?.cancelled)
  const last = lessons.lessons.findLast((l) => !l.change?.cancelled)
  const summary =
    lessons.lessons.length === 0
      ? host.t('noLessonsToday')
      : !isToday
        ? longDay(day, locale)
        : coming.length === 0
          ? host.t('schoolDone')
          : first && now.time < first.starts
            ? host.t('startsAt', { time: clock(first.starts, locale) })
            : host.t('endsAt', { time: clock(last?.ends ?? '', locale) })
  return (
    <div className="tt-card">
      <p className="tt-summary">{summary}</p>
      <ol className="tt-list tt-brief">
        {shown.map((lesson) => {
          const isNow = isToday && lesson.starts <= now.time && now.time < lesson.ends
          return (
            <li key={lesson.id} className="tt-item" data-now={isNow || undefined} data-cancelled={lesson.change?.cancelled || undefined}>
              <time dateTime={`${lesson.date}T${lesson.starts}`} className="tt-starts">
                {clock(lesson.starts, locale)}
              </time>
              <span className="tt-what">
                <span className="tt-title">{title(lesson)}</span>
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
      <a className="tt-more" href={pageHref}>
        {host.t('open')}
      </a>
    </div>
  )
}
