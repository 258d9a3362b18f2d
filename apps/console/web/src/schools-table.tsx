import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { saveAsCsv } from './csv.ts'
import { shortTime } from './formats.ts'
import type { Overview, PlaceState, Service } from './platform-api.ts'
import { SortHead, useSorting } from './sorting.tsx'

const SHOWN = ['all', 'on', 'off', 'own'] as const
type Shown = (typeof SHOWN)[number]

interface Row {
  readonly id: string
  readonly name: string
  readonly state: PlaceState['state']
  readonly isOwn: boolean
  readonly decision: string
}

const isShown = ({ state, isOwn }: Row, shown: Shown) => shown === 'all' || (shown === 'own' ? isOwn : (state === 'off') === (shown === 'off'))

/**
 * Every school with its state: in order by any column, found by name, state and own decision, and given as a file.
 * @param children The switch of one school.
 */
export function SchoolsTable(props: {
  readonly overview: Overview
  readonly service: Service
  readonly failed: (school: string) => ReactNode
  readonly children: (school: { readonly id: string; readonly name: string }) => ReactNode
}) {
  const { overview, service } = props
  const host = useHost()
  const locale = useLive(host.locale)
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  const { sorting, sortBy } = useSorting<'name' | 'state' | 'decision'>('name')
  const short = shortTime(locale)

  function decisionOf(place: PlaceState | undefined): string {
    if (place?.decided?.at_level !== 'school') return host.t('followsMunicipality')
    const when = short(place.decided.at)
    return `${host.t('ownDecision')} · ${place.decided.by ? host.t('decidedBy', { name: place.decided.by, when }) : when}`
  }
  const all = overview.schools.map((school): Row => {
    const place = service.schools.get(school.id)
    const isOwn = place?.decided?.at_level === 'school'
    return { id: school.id, name: textIn(school.name, locale), state: place?.state ?? 'off', isOwn, decision: decisionOf(place) }
  })
  const wanted = search.trim().toLocaleLowerCase(locale)
  const turn = sorting.direction === 'ascending' ? 1 : -1
  const text = (row: Row) => (sorting.column === 'state' ? host.t(row.state) : row[sorting.column])
  const rows = all
    .filter((row) => isShown(row, shown) && row.name.toLocaleLowerCase(locale).includes(wanted))
    .toSorted((a, b) => turn * text(a).localeCompare(text(b), locale, { numeric: true }) || a.name.localeCompare(b.name, locale))
  const save = () =>
    saveAsCsv(`${textIn(service.name, locale)} ${textIn(host.context.municipalityName, locale)}`, [
      [host.t('school'), host.t('state'), host.t('decision')],
      ...rows.map((row) => [row.name, host.t(row.state), row.decision]),
    ])
  const head = { sorting, sortBy }
  return (
    <section className="cn-section" aria-labelledby="cn-schools">
      <h2 id="cn-schools">{host.t('schools')}</h2>
      <div className="cn-tools">
        <input
          type="search"
          className="d1-input cn-search"
          aria-label={host.t('searchSchools')}
          placeholder={host.t('searchSchools')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <select
          className="d1-input cn-choice"
          aria-label={host.t('showSchools')}
          value={shown}
          onChange={({ currentTarget }) => setShown(SHOWN.find((one) => one === currentTarget.value) ?? 'all')}
        >
          {SHOWN.map((one) => (
            <option key={one} value={one}>
              {host.t(`show.${one}`)}
            </option>
          ))}
        </select>
        <span className="cn-muted cn-small cn-found" role="status">
          {host.t('schoolsShown', { shown: rows.length, all: all.length })}
        </span>
        <button type="button" className="d1-button" data-action="export" disabled={rows.length === 0} onClick={save}>
          <d1-icon name="download" />
          {host.t('export')}
        </button>
      </div>
      {rows.length === 0 ? (
        <p className="cn-muted">{host.t('noSchools')}</p>
      ) : (
        <table className="d1-table cn-schools" aria-labelledby="cn-schools">
          <thead>
            <tr>
              <SortHead column="name" label={host.t('school')} {...head} />
              <SortHead column="decision" label={host.t('decision')} {...head} />
              <SortHead column="state" label={host.t('state')} {...head} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-place={row.id}>
                <th scope="row">
                  <label htmlFor={`cn-${row.id}`}>{row.name}</label>
                </th>
                <td className="cn-decision">
                  <span className="cn-muted cn-small" id={`cn-${row.id}-help`}>
                    {row.decision}
                  </span>
                  {props.failed(row.id)}
                </td>
                <td>
                  <div className="cn-switch">
                    <span className="cn-word">{host.t(row.state)}</span>
                    {props.children(row)}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
