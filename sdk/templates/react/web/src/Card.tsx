import type { SlotProps } from '@digione/sdk'
import { useHost, useLive, useSettings } from '@digione/sdk/react'
import { useState } from 'react'
import { openHomework } from './homework-list.ts'
import { byDay, SUBJECT_ICON, summary } from './homework.ts'
import { Failed, Loading } from './States.tsx'

const SHOWN = 3

/** What comes next, on the desktop. */
export function Card({ pageHref }: SlotProps) {
  const host = useHost()
  const [list] = useState(() => openHomework(host))
  const state = useLive(list)
  const { daysAhead } = useSettings()
  if (state.status === 'loading') return <Loading rows={2} />
  if (state.status === 'failed') return <Failed onRetry={list.retry} />
  const homework = byDay(state.homework, daysAhead).flatMap((day) => day.homework)
  const next = homework.filter(({ isDone }) => !isDone).slice(0, SHOWN)
  return (
    <div className="homework-card">
      <p className="d1-muted">{homework.length > 0 ? summary(host, homework) : host.t('none')}</p>
      <ul role="list" className="homework-brief">
        {next.map(({ id, subject, due }) => (
          <li key={id}>
            <d1-icon name={SUBJECT_ICON[subject]} />
            <span className="homework-subject">{host.t(`subject.${subject}`)}</span>
            <d1-time className="homework-when d1-muted d1-small" start={due} format="day" />
          </li>
        ))}
      </ul>
      <a className="homework-open" href={pageHref}>
        {host.t('open')}
      </a>
    </div>
  )
}
