import { useHost, useLive } from '@digione/sdk/react'
import { useCallback } from 'react'
import { fetchReleased } from './acceptance-api.ts'
import { conventionsOf } from './formats.ts'
import type { Service } from './platform-api.ts'
import { useLoaded } from './use-changes.ts'
import { Failed, Loading } from './waiting.tsx'

/** What of people's the vendor's backend was in fact given, by month. */
export function Released({ service }: { readonly service: Service }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const read = useCallback((signal: AbortSignal) => fetchReleased(host, service.module, signal), [host, service.module])
  const { loaded, load } = useLoaded(read)
  const month = new Intl.DateTimeFormat(conventionsOf(locale), { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const number = new Intl.NumberFormat(conventionsOf(locale))
  return (
    <section className="cn-section" aria-labelledby="cn-released" data-section="released">
      <h2 id="cn-released">{host.t('released')}</h2>
      <p className="cn-muted">{host.t('releasedHelp')}</p>
      {loaded.state === 'loading' && <Loading />}
      {loaded.state === 'failed' && <Failed text={host.t('releasedFailed')} retry={() => void load()} />}
      {loaded.state === 'ready' && loaded.value.length === 0 && <p>{host.t('releasedNothing')}</p>}
      {loaded.state === 'ready' && loaded.value.length > 0 && (
        <table className="d1-table" aria-labelledby="cn-released">
          <thead>
            <tr>
              <th scope="col">{host.t('releasedMonth')}</th>
              <th scope="col">{host.t('what')}</th>
              <th scope="col" className="cn-number">
                {host.t('releasedAnswers')}
              </th>
              <th scope="col" className="cn-number">
                {host.t('releasedPeople')}
              </th>
            </tr>
          </thead>
          <tbody>
            {loaded.value.map(({ month: of, kind, answers, people }) => (
              <tr key={of + kind} data-released={kind}>
                <td>{month.format(new Date(`${of}-01T00:00:00Z`))}</td>
                <td>{host.t(`released.${kind}`)}</td>
                <td className="cn-number">{number.format(answers)}</td>
                <td className="cn-number">{number.format(people)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
