import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { saveAsCsv } from './csv.ts'
import { shortTime } from './formats.ts'
import { fetchHistory, fetchWholeHistory } from './platform-api.ts'
import type { HistoryEntry, HistoryPart, HistoryWanted } from './platform-api.ts'
import { useOverview } from './use-overview.ts'
import type { Loaded } from './use-loaded.ts'
import { Failed, Loading } from './waiting.tsx'

/** Who switched what, newest first: of every service and school, or of one. */
export function HistoryPage() {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview } = useOverview()
  const [wanted, setWanted] = useState<HistoryWanted>({ module: null, school: null })
  const { history, load } = useHistory(wanted)
  useEffect(() => host.title(host.t('history')), [host, locale])

  const names = overview.state === 'ready' ? overview.value : null
  const own = textIn(host.context.municipalityName, locale)
  const serviceOf = (entry: HistoryEntry) => {
    const service = names?.services.find((s) => s.module === entry.module)
    return service ? textIn(service.name, locale) : (entry.module ?? '')
  }
  const placeOf = (entry: HistoryEntry) => {
    const school = names?.schools.find((s) => s.id === entry.school)
    return school ? textIn(school.name, locale) : own
  }
  const what = (entry: HistoryEntry) => {
    // What it decides in full stands on its own page.
    if (entry.action === 'change.made' && entry.module === null) return host.t('whatChanged')
    if (entry.action === 'change.made') return host.t(entry.on ? 'planOn' : 'planOff', { service: serviceOf(entry) })
    if (entry.action === 'module.stopped') return host.t('whatStopped', { service: serviceOf(entry) })
    if (entry.action === 'module.resumed') return host.t('whatResumed', { service: serviceOf(entry) })
    if (entry.action === 'module.accepted') return host.t('whatAccepted', { service: serviceOf(entry) })
    if (entry.action === 'module.configured') return host.t('whatConfigured', { service: serviceOf(entry), place: placeOf(entry) })
    const words = entry.action === 'module.framed' ? (['whatIsolated', 'whatNotIsolated'] as const) : (['whatOn', 'whatOff'] as const)
    return host.t(words[entry.on ? 0 : 1], { service: serviceOf(entry), place: placeOf(entry) })
  }
  const who = (entry: HistoryEntry) => entry.by.name ?? host.t('someone')
  const short = shortTime(locale)
  const when = ({ at }: HistoryEntry) => short(at)

  const [isExporting, setExporting] = useState(false)
  const save = async () => {
    setExporting(true)
    try {
      const entries = await fetchWholeHistory(host, wanted, host.signal)
      const head = (['when', 'what', 'filterService', 'filterPlace', 'who'] as const).map((key) => host.t(key))
      saveAsCsv(`${host.t('history')} ${own}`, [head, ...entries.map((entry) => [when(entry), what(entry), serviceOf(entry), placeOf(entry), who(entry)])])
    } catch (error) {
      if (host.signal.aborted) return
      host.report(error)
      host.notify({ text: host.t('exportFailed'), tone: 'warning' })
    }
    setExporting(false)
  }
  const choice = (key: keyof HistoryWanted, label: string, all: string, options: readonly (readonly [string, string])[]) => (
    <select
      className="d1-input cn-choice"
      aria-label={label}
      value={wanted[key] ?? ''}
      onChange={({ currentTarget: { value } }) => setWanted((now) => ({ ...now, [key]: value === '' ? null : value }))}
    >
      <option value="">{all}</option>
      {options
        .toSorted(([, a], [, b]) => a.localeCompare(b, locale))
        .map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
    </select>
  )
  const isAll = wanted.module === null && wanted.school === null
  return (
    <div className="cn-page">
      <h1>{host.t('history')}</h1>
      {names && (
        <div className="cn-tools">
          {choice(
            'module',
            host.t('filterService'),
            host.t('allServices'),
            names.services.map((service) => [service.module, textIn(service.name, locale)] as const),
          )}
          {choice(
            'school',
            host.t('filterPlace'),
            host.t('allPlaces'),
            names.schools.map((school) => [school.id, textIn(school.name, locale)] as const),
          )}
          <span className="cn-found" role="status">
            {isExporting && <span className="cn-muted cn-small">{host.t('exporting')}</span>}
          </span>
          <button
            type="button"
            className="d1-button"
            data-action="export"
            aria-disabled={isExporting || undefined}
            aria-busy={isExporting || undefined}
            disabled={history.state !== 'ready' || history.value.entries.length === 0}
            onClick={() => !isExporting && void save()}
          >
            <d1-icon name="download" />
            {host.t('export')}
          </button>
        </div>
      )}
      {history.state === 'loading' && <Loading />}
      {history.state === 'failed' && <Failed text={host.t('historyFailed')} retry={() => void load(null)} />}
      {history.state === 'ready' && history.value.entries.length === 0 && <p className="cn-muted">{host.t(isAll ? 'historyEmpty' : 'historyNone')}</p>}
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
                <td className="cn-when">{when(entry)}</td>
                <td>
                  {what(entry)}
                  {entry.change && entry.action === 'change.made' && (
                    <>
                      {' '}
                      <a href={host.href('/changes/:change', { change: entry.change.id })}>{host.t('changeNumber', { number: entry.change.number })}</a>
                    </>
                  )}
                </td>
                <td>{who(entry)}</td>
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

/** The wanted part of the history, and what reads it: from its beginning, or what is older than is shown. */
function useHistory(wanted: HistoryWanted) {
  const host = useHost()
  const [history, setHistory] = useState<Loaded<HistoryPart>>({ state: 'loading' })
  const present = useRef(wanted)
  present.current = wanted
  const load = useCallback(
    async (before: number | null) => {
      // An answer to what is no longer asked is not shown.
      const isAsked = () => present.current === wanted
      try {
        const part = await fetchHistory(host, wanted, before, host.signal)
        if (!isAsked()) return
        setHistory((shown) => ({
          state: 'ready',
          value: { next: part.next, entries: before !== null && shown.state === 'ready' ? [...shown.value.entries, ...part.entries] : part.entries },
        }))
      } catch (error) {
        if (host.signal.aborted) return
        host.report(error)
        if (isAsked()) setHistory((shown) => (shown.state === 'ready' && before !== null ? shown : { state: 'failed' }))
      }
    },
    [host, wanted],
  )
  useEffect(() => void load(null), [load])
  return { history, load }
}
