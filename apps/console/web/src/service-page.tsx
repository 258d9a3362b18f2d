import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useEffect } from 'react'
import { AcceptanceSection } from './acceptance-section.tsx'
import { Origin } from './origin.tsx'
import type { Overview, PlaceState, Service } from './platform-api.ts'
import { Released } from './released.tsx'
import { SchoolsTable } from './schools-table.tsx'
import { useFraming, useOverview, useSwitch } from './use-overview.ts'
import { StoppedNotice, Stopping } from './stopping.tsx'
import { Failed, Loading } from './waiting.tsx'
import { WhySection } from './why.tsx'

/** One service: on or off in the municipality and in each school, and what it asks for. */
export function ServicePage({ id }: { readonly id: string }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview, load } = useOverview()
  const service = overview.state === 'ready' ? overview.value.services.find((s) => s.module === id) : undefined
  const name = service ? textIn(service.name, locale) : host.t('service')
  const isKnown = overview.state !== 'loading'
  // A page is named once: before its service is there, a name would be said that is none.
  useEffect(() => {
    if (isKnown) host.title(name)
  }, [host, name, isKnown])
  return (
    <div className="cn-page">
      <a className="cn-back" href={host.href('/')}>
        <d1-icon name="arrow-left" />
        {host.t('backToServices')}
      </a>
      <header>
        <h1>{name}</h1>
        {service && <p className="cn-muted">{textIn(service.description, locale)}</p>}
        {service && (
          <p className="cn-muted cn-small">
            {host.t('forWhom')}: {service.roles.map((role) => host.t(`role.${role}`)).join(', ')}
          </p>
        )}
      </header>
      {service && <StoppedNotice service={service} />}
      {service && service.module !== host.app.id && (
        <a className="d1-button cn-more" data-action="plan" href={host.href('/services/:service/plan', { service: id })}>
          <d1-icon name="calendar" />
          {host.t('planChange')}
        </a>
      )}
      {service?.hasSettings && (
        <a className="d1-button cn-more" data-action="settings" href={host.href('/services/:service/settings', { service: id })}>
          <d1-icon name="sliders" />
          {host.t('settings')}
        </a>
      )}
      {overview.state === 'loading' && <Loading />}
      {overview.state === 'failed' && <Failed text={host.t('failed')} retry={() => void load()} />}
      {overview.state === 'ready' && !service && <p>{host.t('notFound')}</p>}
      {overview.state === 'ready' && service && <Switches overview={overview.value} service={service} load={load} />}
      {overview.state === 'ready' && service && service.isolation !== 'link' && <Isolation overview={overview.value} service={service} load={load} />}
      {overview.state === 'ready' && service && <WhySection overview={overview.value} service={service} />}
      {service && service.module !== host.app.id && <Stopping service={service} load={load} />}
      {service && <AcceptanceSection key={service.release} service={service} load={load} />}
      {service && service.isolation !== 'link' && service.module !== host.app.id && <Released service={service} />}
      {service && <Origin service={service} />}
    </div>
  )
}

function Switches({ overview, service, load }: { readonly overview: Overview; readonly service: Service; readonly load: () => Promise<void> }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { busy, failed, run } = useSwitch(load)
  const isSelf = service.module === host.app.id
  const whyNot = (key: string) =>
    failed?.place === key && (
      <p className="d1-error" id={`cn-${key}-error`} role="alert">
        <d1-icon name="alert-circle" />
        {failed.text}
      </p>
    )
  const toggle = (key: string, place: string, state: PlaceState['state'], school: string | null) => (
    <input
      id={`cn-${key}`}
      type="checkbox"
      role="switch"
      className="d1-switch"
      aria-label={host.t('switchService', { service: textIn(service.name, locale), place })}
      aria-describedby={failed?.place === key ? `cn-${key}-error cn-${key}-help` : `cn-${key}-help`}
      checked={state !== 'off'}
      disabled={isSelf}
      // Not "disabled" while a change is on its way: the focus would be lost.
      aria-disabled={busy !== null || undefined}
      aria-busy={busy === (school ?? 'municipality') || undefined}
      onChange={(event) => busy === null && void run(overview, service, school, event.currentTarget.checked)}
    />
  )
  return (
    <>
      {isSelf && (
        <p className="d1-notice" data-status="info">
          <d1-icon name="info" />
          {host.t('self')}
        </p>
      )}
      <ul className="cn-rows">
        <li className="cn-row" data-place="municipality">
          <div className="cn-what">
            <label htmlFor="cn-municipality" className="cn-place">
              {host.t('wholeMunicipality')}: {textIn(host.context.municipalityName, locale)}
            </label>
            <p className="cn-muted cn-small" id="cn-municipality-help">
              {host.t('wholeMunicipalityHelp')}
            </p>
            {whyNot('municipality')}
          </div>
          <span className="cn-word">{host.t(service.state)}</span>
          {toggle('municipality', `${host.t('wholeMunicipality')}: ${textIn(host.context.municipalityName, locale)}`, service.state, null)}
        </li>
      </ul>
      <SchoolsTable overview={overview} service={service} failed={whyNot}>
        {({ id, name }) => toggle(id, name, service.schools.get(id)?.state ?? 'off', id)}
      </SchoolsTable>
    </>
  )
}

/** Whether the service runs in a frame, apart from everything else of the person's. */
function Isolation({ overview, service, load }: { readonly overview: Overview; readonly service: Service; readonly load: () => Promise<void> }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { isBusy, failed, run } = useFraming(load)
  const { country, municipality } = service.framed
  const given = service.isolation === 'frame' ? host.t('isolatedByVendor') : country ? host.t('isolatedByOperator') : null
  return (
    <section className="cn-section" aria-labelledby="cn-isolation">
      <h2 id="cn-isolation">{host.t('isolation')}</h2>
      <ul className="cn-rows">
        <li className="cn-row" data-place="isolation">
          <div className="cn-what">
            <label htmlFor="cn-isolate" className="cn-place">
              {host.t('isolate')}
            </label>
            <p className="cn-muted cn-small" id="cn-isolate-help">
              {given ?? host.t('isolateHelp')}
            </p>
            {service.legacy.length > 0 && (
              <p className="cn-muted cn-small" data-legacy={service.legacy.join(' ')}>
                {host.t('openedFor', { what: service.legacy.map((word) => host.t(`legacy.${word}`)).join(', ') })}
              </p>
            )}
            {failed && (
              <p className="d1-error" id="cn-isolate-error" role="alert">
                <d1-icon name="alert-circle" />
                {failed}
              </p>
            )}
          </div>
          <span className="cn-word">{host.t(given !== null || municipality ? 'on' : 'off')}</span>
          <input
            id="cn-isolate"
            type="checkbox"
            role="switch"
            className="d1-switch"
            aria-label={host.t('switchService', { service: textIn(service.name, locale), place: host.t('isolate') })}
            aria-describedby={failed ? 'cn-isolate-error cn-isolate-help' : 'cn-isolate-help'}
            checked={given !== null || municipality}
            // Whoever decides here keeps the way to decide otherwise.
            disabled={given !== null || service.module === host.app.id}
            aria-disabled={isBusy || undefined}
            aria-busy={isBusy || undefined}
            onChange={(event) => !isBusy && void run(overview, service, event.currentTarget.checked)}
          />
        </li>
      </ul>
    </section>
  )
}
