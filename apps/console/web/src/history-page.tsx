import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useCallback, useEffect, useState } from 'react'
import { fetchHistory } from './platform-api.ts'
import type { HistoryEntry } from './platform-api.ts'
import { useOverview } from './use-overview.ts'
import type { Loaded } from './use-overview.ts'
import { Failed, Loading } from './waiting.tsx'

/** Who switched what, newest first. */
export function HistoryPage() {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview } = useOverview()
  const [history, setHistory] = useState<Loaded<{ entries: readonly HistoryEntry[]; next: number | null }>>({ state: 'loading' })
  useEffect(() => host.title(host.t('history')), [host, locale])

  const load = useCallback(
    async (before: number | null) => {
      try {
        const page = await fetchHistory(host, before, host.signal)
        setHistory((shown) => ({
          state: 'ready',
          value: { next: page.next, entries: before !== null && shown.state === 'ready' ? [...shown.value.entries, ...page.entries] : page.entries },
        }))
      } catch (error) {
        if (host.signal.aborted) return
        host.report(error)
        setHistory((shown) => (shown.state === 'ready' ? shown : { state: 'failed' }))
      }
    },
    [host],
  )
  useEffect(() => void load(null), [load])

  const names = overview.state === 'ready' ? overview.value : null
  const what = (entry: HistoryEntry) => {
    const service = names?.services.find((s) => s.module === entry.module)
    const school = names?.schools.find((s) => s.id === entry.school)
    const words = entry.action === 'module.framed' ? (['whatIsolated', 'whatNotIsolated'] as const) : (['whatOn', 'whatOff'] as const)
    return host.t(words[entry.on ? 0 : 1], {
      service: service ? textIn(service.name, locale) : entry.module,
      place: school ? textIn(school.name, locale) : textIn(host.context.municipalityName, locale),
    })
  }
  const when = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : `${locale}-FI`, { dateStyle: 'short', timeStyle: 'short' })
  return (
    <div className="cn-page">
      <h1>{host.t('history')}</h1>
      {history.state === 'loading' && <Loading />}
      {history.state === 'failed' && <Failed text={host.t('historyFailed')} retry={() => void load(null)} />}
      {history.state === 'ready' && history.value.entries.length === 0 && <p className="cn-muted">{host.t('historyEmpty')}</p>}
      {history.state === 'ready' && history.value.entries.length > 0 && (
        <table className="d1-table cn-history" aria-label={host.t('history')}>
          <thead>
            <tr>
              <th scope="col">{host.t('when')}</th>
              <th scope="col">{host.t('what')}</th>
              <th scope="col">{host.t('who')}</th>
            </tr>
          </thead>
          <tbody>
            {history.value.entries.map((entry) => (
              <tr key={entry.seq}>
                <td className="cn-when">{when.format(new Date(entry.at))}</td>
                <td>{what(entry)}</td>
                <td>{entry.by.name ?? host.t('someone')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {history.state === 'ready' && history.value.next !== null && (
        <button type="button" className="d1-button cn-more" onClick={() => void load(history.value.next)}>
          {host.t('historyMore')}
        </button>
      )}
    </div>
  )
}
