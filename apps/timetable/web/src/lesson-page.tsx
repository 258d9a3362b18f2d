import { useHost, useLive, useSettings } from '@digione/sdk/react'
import { useCallback, useEffect, useState } from 'react'
import { ChangeForm } from './change-form.tsx'
import type { LessonAnswer } from './lesson.ts'
import { ChangeBadge, useLessonTitle } from './lesson-words.tsx'
import { clockRange, longDay } from './school-time.ts'

type State = { readonly state: 'loading' | 'failed' | 'missing' } | ({ readonly state: 'ready' } & LessonAnswer)

/** One lesson, and for whoever may, its change. */
export function LessonPage({ id }: { readonly id: string }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { showTeachers } = useSettings()
  const title = useLessonTitle()
  const [shown, setShown] = useState<State>({ state: 'loading' })

  const load = useCallback(async () => {
    try {
      const response = await host.fetch(`api:/lessons/${encodeURIComponent(id)}`, { signal: host.signal })
      if (response.status === 404 || response.status === 403) return setShown({ state: 'missing' })
      if (!response.ok) throw new Error(`The timetable's backend answered ${response.status}.`)
      setShown({ state: 'ready', ...((await response.json()) as LessonAnswer) })
    } catch (error) {
      if (host.signal.aborted) return
      host.report(error)
      setShown({ state: 'failed' })
    }
  }, [host, id])

  useEffect(() => {
    void load()
    return host.on('timetable.changed.v1', () => void load())
  }, [host, load])
  const name = shown.state === 'ready' ? title(shown.lesson) : host.t('lesson')
  const isKnown = shown.state !== 'loading'
  // A page is named once: before its lesson is there, a name would be said that is none.
  useEffect(() => {
    if (isKnown) host.title(name)
  }, [host, name, isKnown])

  const back = (
    <a className="tt-back" href={host.href('/')}>
      <d1-icon name="arrow-left" />
      {host.t('back')}
    </a>
  )
  if (shown.state === 'ready') {
    const { lesson, mayChange } = shown
    const teachers = showTeachers || host.context.role === 'teacher' ? lesson.teachers.join(', ') : ''
    const who = lesson.change?.substitute ?? teachers
    return (
      <div className="tt-page">
        {back}
        <header className="tt-head">
          <h1>{name}</h1>
          <ChangeBadge lesson={lesson} />
        </header>
        <dl className="tt-facts">
          <dt>{host.t('time')}</dt>
          <dd>
            {longDay(lesson.date, locale)}, {clockRange(lesson.starts, lesson.ends, locale)}
          </dd>
          {(lesson.change?.room ?? lesson.room) && (
            <>
              <dt>{host.t('changeRoom')}</dt>
              <dd>{lesson.change?.room ?? lesson.room}</dd>
            </>
          )}
          {who !== '' && (
            <>
              <dt>{host.t('teacher')}</dt>
              <dd>{who}</dd>
            </>
          )}
          <dt>{host.t('group')}</dt>
          <dd>{lesson.group.name}</dd>
          {lesson.change?.note && (
            <>
              <dt>{host.t('changeText')}</dt>
              <dd>{lesson.change.note}</dd>
            </>
          )}
        </dl>
        {mayChange && <ChangeForm lesson={lesson} onChanged={load} />}
      </div>
    )
  }
  return (
    <div className="tt-page">
      {back}
      <h1>{name}</h1>
      {shown.state === 'loading' && (
        <div role="status">
          <span className="d1-visually-hidden">{host.t('loading')}</span>
          <div className="d1-skeleton tt-card-skeleton" />
        </div>
      )}
      {shown.state === 'missing' && <p>{host.t('notFound')}</p>}
      {shown.state === 'failed' && (
        <div className="d1-notice" data-status="danger" role="alert">
          <p>{host.t('failed')}</p>
          <button type="button" className="d1-button" onClick={() => void load()}>
            {host.t('retry')}
          </button>
        </div>
      )}
    </div>
  )
}
