import { useHost, useLive } from '@digione/sdk/react'
import { useCallback } from 'react'
import { fetchReleased } from './acceptance-api.ts'
import { conventionsOf } from './formats.ts'
import type { Service } from './platform-api.ts'
import { useLoaded } from './use-loaded.ts'
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
        <dl className="cn-asked">
          {[...Map.groupBy(loaded.value, ({ month: of }) => of)].map(([of, kinds]) => (
            <div key={of}>
              <dt>{month.format(new Date(`${of}-01T00:00:00Z`))}</dt>
              <dd>
                <ul>
                  {kinds.map(({ kind, answers, people }) => (
                    <li key={kind} data-released={kind}>
                      {host.t(`released.${kind}`)}
                      <span className="cn-muted cn-small">{host.t('releasedCount', { people: number.format(people), answers: number.format(answers) })}</span>
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
