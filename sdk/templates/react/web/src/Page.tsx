import { useHost, useLive, useSettings } from '@digione/sdk/react'
import { useState } from 'react'
import { openHomework } from './homework-list.ts'
import { byDay, SUBJECT_ICON, summary } from './homework.ts'
import type { Homework } from './homework.ts'
import { Failed, Loading } from './States.tsx'

/** The homework of the coming days. A pupil marks what is done; the others read. */
export function Page() {
  const host = useHost()
  const [list] = useState(() => openHomework(host))
  const state = useLive(list)
  const { daysAhead } = useSettings()
  const days = state.status === 'ready' ? byDay(state.homework, daysAhead) : []
  const shown = days.flatMap(({ homework }) => homework)
  return (
    <div className="homework">
      <header className="homework-head">
        <h1>{host.t('title')}</h1>
        {shown.length > 0 && <p className="d1-muted">{summary(host, shown)}</p>}
      </header>
      {state.status === 'loading' && <Loading rows={4} />}
      {state.status === 'failed' && <Failed onRetry={list.retry} />}
      {state.status === 'ready' && days.length === 0 && <d1-empty heading={host.t('none')} text={host.t('noneText')} icon="check-circle" />}
      {days.map(({ date, homework }) => (
        <section key={date} className="homework-day">
          <h2>
            <d1-time start={date} format="day" />
          </h2>
          <ul role="list" className="homework-items">
            {homework.map((item) => (
              <li key={item.id}>
                <Item item={item} onDone={(isDone) => list.setDone(item, isDone)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Item({ item, onDone }: { readonly item: Homework; readonly onDone: (isDone: boolean) => void }) {
  const host = useHost()
  const words = (
    <>
      <d1-icon name={SUBJECT_ICON[item.subject]} />
      <span className="homework-words">
        <span className="homework-subject">{host.t(`subject.${item.subject}`)}</span>
        <span className="homework-text" lang={item.language}>
          {item.text}
        </span>
      </span>
    </>
  )
  if (host.context.role === 'learner') {
    return (
      <label className="homework-item" data-done={item.isDone || undefined}>
        {words}
        <span className="d1-choice">
          <input type="checkbox" checked={item.isDone === true} onChange={(event) => onDone(event.target.checked)} />
          <span>{host.t('done')}</span>
        </span>
      </label>
    )
  }
  return (
    <div className="homework-item">
      {words}
      {item.isDone !== null && <d1-status tone={item.isDone ? 'success' : 'neutral'} label={host.t(item.isDone ? 'done' : 'notDone')} />}
    </div>
  )
}
