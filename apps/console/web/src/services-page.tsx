import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useEffect } from 'react'
import type { IconName } from '@digione/ui'
import type { Overview, PlaceState, Service } from './platform-api.ts'
import { StateBadge } from './state-badge.tsx'
import { useOverview } from './use-overview.ts'
import { Failed, Loading } from './waiting.tsx'

const isOn = (place: PlaceState | undefined) => place?.state === 'on' || place?.state === 'partly'
export const schoolsOn = (service: Service, { schools }: Overview) => schools.filter((school) => isOn(service.schools.get(school.id))).length

/** On everywhere, off everywhere, or on in some schools only. */
export function stateAcross(service: Service, overview: Overview): PlaceState['state'] {
  const count = schoolsOn(service, overview)
  if (overview.schools.length === 0) return service.state
  return count === 0 && service.state === 'off' ? 'off' : count === overview.schools.length ? 'on' : 'partly'
}

/** All services of the municipality with their state. */
export function ServicesPage() {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview, load } = useOverview()
  useEffect(() => host.title(host.t('services')), [host, locale])
  return (
    <div className="cn-page">
      <header>
        <h1>{host.t('services')}</h1>
        <p className="cn-muted">{host.t('servicesIntro')}</p>
      </header>
      {overview.state === 'loading' && <Loading />}
      {overview.state === 'failed' && <Failed text={host.t('failed')} retry={() => void load()} />}
      {overview.state === 'ready' && (
        <ul className="cn-services">
          {overview.value.services.map((service) => (
            <li key={service.module} className="cn-service" data-service={service.module}>
              <d1-icon name={service.icon as IconName} />
              <div className="cn-what">
                <h2>
                  <a href={host.href('/services/:service', { service: service.module })}>{textIn(service.name, locale)}</a>
                </h2>
                <p className="cn-muted">{textIn(service.description, locale)}</p>
                <p className="cn-muted cn-small">
                  {service.vendor} · {host.t('version', { version: service.version })}
                </p>
              </div>
              <div className="cn-state">
                <StateBadge state={service.stopped.country || service.stopped.municipality ? 'stopped' : stateAcross(service, overview.value)} />
                {service.acceptance !== 'accepted' && (
                  <span className="d1-badge" data-status="warning" data-acceptance={service.acceptance}>
                    <d1-icon name="alert-triangle" />
                    {host.t(service.acceptance === 'newer' ? 'waitsNewer' : 'waits')}
                  </span>
                )}
                <span className="cn-muted cn-small">{host.t('schoolsOn', { on: schoolsOn(service, overview.value), all: overview.value.schools.length })}</span>
              </div>
              <d1-icon name="chevron-right" className="cn-go" />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
