import { useHost, useLive, useSettings } from '@digione/sdk/react'
import { useEffect, useId, useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { DayList } from './day-list.tsx'
import { LessonSkeleton } from './lesson-skeleton.tsx'
import { addDays, longDay, mondayOf, neighbouringDay, schoolDayFrom, weekNumber } from './school-time.ts'
import { useClock, useMedia } from './use-clock.ts'
import { useLessons } from './use-lessons.ts'
import { WeekGrid } from './week-grid.tsx'

const SWIPE_PX = 60

/** The week on a wide screen, one day on a phone, and on either the week as a list; the address says which. */
export function TimetablePage() {
  const id = useId()
  const host = useHost()
  const locale = useLive(host.locale)
  const { query } = useLive(host.location)
  const { opensAs, notice } = useSettings()
  const now = useClock()
  const isWide = useMedia('(min-width: 48rem)')
  const asked = /^\d{4}-\d{2}-\d{2}$/.test(query['date'] ?? '') ? (query['date'] ?? now.date) : now.date
  const date = schoolDayFrom(asked)
  const isList = (query['view'] ?? opensAs) === 'list'
  const view = isList ? 'list' : isWide ? 'week' : 'day'
  const isWeek = view !== 'day'
  const monday = mondayOf(date)
  const days = isWeek ? Array.from({ length: 5 }, (_, i) => addDays(monday, i)) : [date]
  // The week that the page opens with is asked for as digione.json says, so that it may be on its way already.
  const [opened] = useState({ day: asked, monday })
  const week = new URLSearchParams({ week: monday === opened.monday ? opened.day : monday })
  if (query['group']) week.set('group', query['group'])
  const { lessons, retry } = useLessons(week.toString())

  useEffect(() => host.title(host.t('title')), [host, locale])

  const show = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(query)
    for (const [key, value] of Object.entries(change)) {
      if (value === null) next.delete(key)
      else next.set(key, value)
    }
    host.go(next.size > 0 ? `/?${next.toString()}` : '/', { replace: true })
  }
  const step = (direction: 1 | -1) => show({ date: isWeek ? addDays(monday, 7 * direction) : neighbouringDay(date, direction) })
  const swipeFrom = useRef<{ x: number; y: number } | null>(null)
  const swipe = {
    onPointerDown: (event: PointerEvent) => (swipeFrom.current = event.pointerType === 'touch' ? { x: event.clientX, y: event.clientY } : null),
    onPointerUp: (event: PointerEvent) => {
      const start = swipeFrom.current
      swipeFrom.current = null
      if (!start || isWeek || Math.abs(event.clientX - start.x) < SWIPE_PX || Math.abs(event.clientY - start.y) > SWIPE_PX) return
      step(event.clientX < start.x ? 1 : -1)
    },
  }

  const period = isWeek ? host.t('week', { week: weekNumber(date) }) : longDay(date, locale)
  return (
    <div className="tt-page">
      <header className="tt-head">
        <h1>{host.t('title')}</h1>
        <div className="tt-tools">
          {lessons.state === 'ready' && lessons.groups.length > 0 && (
            <label className="tt-choice">
              <span>{host.t('group')}</span>
              <select className="d1-input" value={lessons.group ?? ''} onChange={(event) => show({ group: event.currentTarget.value })}>
                {lessons.groups.map((group) => (
                  <option key={group.id} value={group.id}>
                    {group.name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <div className="d1-segments" role="group" aria-label={host.t('view')}>
            <button type="button" aria-pressed={view !== 'list'} onClick={() => show({ view: opensAs === 'grid' ? null : 'grid' })}>
              {host.t(isWide ? 'weekView' : 'dayView')}
            </button>
            <button type="button" aria-pressed={view === 'list'} onClick={() => show({ view: opensAs === 'list' ? null : 'list' })}>
              {host.t(isWide ? 'listView' : 'weekView')}
            </button>
          </div>
          {isWide && (
            <button type="button" className="d1-button" data-kind="quiet" onClick={() => print()}>
              <d1-icon name="printer" />
              {host.t('print')}
            </button>
          )}
        </div>
      </header>
      {notice !== '' && (
        <p className="d1-notice" data-status="info" data-school-notice>
          <d1-icon name="info" />
          <span>{notice}</span>
        </p>
      )}
      <div className="tt-period">
        <button type="button" className="d1-button" data-shape="icon" aria-label={host.t(isWeek ? 'previousWeek' : 'previousDay')} onClick={() => step(-1)}>
          <d1-icon name="chevron-left" />
        </button>
        <p className="tt-period-name" aria-live="polite">
          {period}
        </p>
        <button type="button" className="d1-button" data-shape="icon" aria-label={host.t(isWeek ? 'nextWeek' : 'nextDay')} onClick={() => step(1)}>
          <d1-icon name="chevron-right" />
        </button>
        {!days.includes(schoolDayFrom(now.date)) && (
          <button type="button" className="d1-button" data-kind="quiet" onClick={() => show({ date: null })}>
            {host.t(isWeek ? 'thisWeek' : 'today')}
          </button>
        )}
      </div>
      {lessons.state === 'loading' && (
        <div className="tt-waiting" role="status">
          <span className="d1-visually-hidden">{host.t('loading')}</span>
          {view === 'week' ? (
            <div className="tt-skeleton-week">
              {days.map((day) => (
                <div key={day} className="d1-skeleton" />
              ))}
            </div>
          ) : (
            <LessonSkeleton rows={5} />
          )}
        </div>
      )}
      {lessons.state === 'failed' && (
        <div className="d1-notice" data-status="danger" role="alert">
          <p>{host.t('failed')}</p>
          <button type="button" className="d1-button" onClick={retry}>
            {host.t('retry')}
          </button>
        </div>
      )}
      {lessons.state === 'ready' && view === 'week' && <WeekGrid days={days} lessons={lessons.lessons} now={now} />}
      {lessons.state === 'ready' && view === 'list' && (
        <div className="tt-days">
          {days.map((day) => (
            <section key={day} aria-labelledby={`${id}${day}`}>
              <h2 id={`${id}${day}`} className="tt-list-day">
                {longDay(day, locale)}
              </h2>
              <DayList lessons={lessons.lessons.filter((l) => l.date === day)} now={now} />
            </section>
          ))}
        </div>
      )}
      {lessons.state === 'ready' && !isWeek && (
        <div className="tt-swipe" {...swipe}>
          <DayList lessons={lessons.lessons.filter((l) => l.date === date)} now={now} />
        </div>
      )}
    </div>
  )
}
