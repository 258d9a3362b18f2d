import { useHost, useLive } from '@digione/sdk/react'
import { LessonSkeleton } from './lesson-skeleton.tsx'
import { ChangeBadge, LessonDetail, useLessonTitle } from './lesson-words.tsx'
import type { Lesson } from './lesson.ts'
import { Listen } from './listen.tsx'
import { addDays, clock, longDay, neighbouringDay, schoolDayFrom } from './school-time.ts'
import { subjectPicture } from './subjects.ts'
import { useClock } from './use-clock.ts'
import { useLessons } from './use-lessons.ts'
import { isYoung } from './young.ts'

const SHOWN = 4

/** Today's lessons from now on, or the next school day's where today's are over. */
export function TodayCard({ pageHref }: { readonly pageHref: string }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const title = useLessonTitle()
  const now = useClock()
  const day = schoolDayFrom(now.date)
  const next = neighbouringDay(day, 1)
  const { lessons, retry } = useLessons(`from=${day}&until=${next}`)

  if (lessons.state === 'loading') {
    return (
      <div role="status" className="tt-card">
        <span className="d1-visually-hidden">{host.t('loading')}</span>
        <LessonSkeleton rows={SHOWN} />
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
  const on = (date: string) => lessons.lessons.filter((lesson) => lesson.date === date)
  const today = on(now.date)
  const coming = today.filter(({ ends }) => ends > now.time)
  const ahead = coming.length > 0 ? coming : on(day === now.date ? next : day)
  const isYoungHere = isYoung(host.context)
  const shown = isYoungHere ? ahead : ahead.slice(0, SHOWN)
  return (
    <div className="tt-card">
      <p className="tt-summary">{summary()}</p>
      <ol className="tt-list tt-brief" data-young={isYoungHere || undefined}>
        {shown.map((lesson) => {
          const isNow = lesson.date === now.date && lesson.starts <= now.time
          return (
            <li key={lesson.id} className="tt-item" data-now={isNow || undefined} data-cancelled={lesson.change?.cancelled || undefined}>
              <time dateTime={`${lesson.date}T${lesson.starts}`} className="tt-starts">
                {clock(lesson.starts, locale)}
              </time>
              <span className="tt-what">
                {isYoungHere && <d1-icon name={subjectPicture(lesson.subject)} className="tt-picture" />}
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
      <p className="tt-foot">
        <a className="tt-more" href={pageHref}>
          {host.t('open')}
        </a>
        {isYoungHere && <Listen locale={locale} text={[`${summary()}.`, ...shown.map(heard)].join(' ')} />}
      </p>
    </div>
  )

  function summary(): string {
    const isHeld = ({ change }: Lesson) => !change?.cancelled
    const first = ahead.find(isHeld)
    if (!first) return host.t(today.length > 0 ? 'schoolDone' : 'noLessonsToday')
    const starts = clock(first.starts, locale)
    if (first.date !== now.date) {
      const dayWords = first.date === addDays(now.date, 1) ? host.t('tomorrow') : longDay(first.date, locale)
      return host.t('startsOn', { day: dayWords, time: starts })
    }
    if (coming.length === today.length && now.time < first.starts) return host.t('startsAt', { time: starts })
    return host.t('endsAt', { time: clock(today.findLast(isHeld)?.ends ?? '', locale) })
  }

  function heard(lesson: Lesson): string {
    return host.t('heardLesson', { time: clock(lesson.starts, locale), subject: title(lesson) })
  }
}
