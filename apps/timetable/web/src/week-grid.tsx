import { useHost, useLive } from '@digione/sdk/react'
import { useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { placeSideBySide } from './lanes.ts'
import type { Lesson } from './lesson.ts'
import { ChangeBadge, parted, useLessonFacts, useLessonTitle } from './lesson-words.tsx'
import { clock, clockRange, minutes, shortDay } from './school-time.ts'

/** Sets custom properties through the style object, which the platform's CSP allows; a style attribute it does not. */
function Box({
  className,
  values,
  children,
  ...rest
}: {
  className: string
  values: Record<string, number>
  children?: ReactNode
  'aria-hidden'?: true
  'data-cancelled'?: true
}) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(values)) ref.current?.style.setProperty(`--${name}`, String(value))
  })
  return (
    <div ref={ref} className={className} {...rest}>
      {children}
    </div>
  )
}

/** A week as a grid of time: a column for each day, the present moment as a line. */
export function WeekGrid({
  days,
  lessons,
  now,
}: {
  readonly days: readonly string[]
  readonly lessons: readonly Lesson[]
  readonly now: { date: string; time: string }
}) {
  const host = useHost()
  const locale = useLive(host.locale)
  const title = useLessonTitle()
  const facts = useLessonFacts()
  const first = Math.floor(Math.min(...lessons.map((l) => minutes(l.starts)), 8 * 60) / 60) * 60
  const last = Math.ceil(Math.max(...lessons.map((l) => minutes(l.ends)), 14 * 60) / 60) * 60
  const hours = Array.from({ length: (last - first) / 60 }, (_, i) => first / 60 + i)
  const at = minutes(now.time)
  const id = useId()
  return (
    <Box className="tt-week" values={{ span: last - first }}>
      <div className="tt-hours" aria-hidden="true">
        {hours.map((hour) => (
          <Box key={hour} className="tt-hour" values={{ top: hour * 60 - first }}>
            {clock(`${String(hour).padStart(2, '0')}:00`, locale)}
          </Box>
        ))}
      </div>
      {days.map((day) => (
        <section key={day} className="tt-day" aria-labelledby={`${id}${day}`} data-today={day === now.date || undefined}>
          <h2 id={`${id}${day}`} className="tt-day-name">
            {shortDay(day, locale)}
          </h2>
          <div className="tt-column">
            {placeSideBySide(lessons.filter((l) => l.date === day)).map(({ lesson, lane, lanes }) => (
              <Box
                key={lesson.id}
                className="tt-block"
                values={{ top: minutes(lesson.starts) - first, length: minutes(lesson.ends) - minutes(lesson.starts), lane, lanes }}
                {...(lesson.change?.cancelled ? { 'data-cancelled': true as const } : {})}
              >
                <a className="tt-title" href={host.href('/lessons/:lesson', { lesson: lesson.id })}>
                  {/* Said, since the grid shows it by the place. Not a label: that would lack the parts of long words, which are seen. */}
                  <span className="d1-visually-hidden">{clockRange(lesson.starts, lesson.ends, locale)} </span>
                  {parted(title(lesson))}
                </a>
                <ChangeBadge lesson={lesson} />
                {facts(lesson).map((fact) => (
                  <span key={fact} className="tt-detail">
                    {fact}
                  </span>
                ))}
              </Box>
            ))}
            {day === now.date && at >= first && at <= last && <Box className="tt-now" aria-hidden values={{ top: at - first }} />}
          </div>
        </section>
      ))}
    </Box>
  )
}
