import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { AboutService } from './about-service.tsx'
import { acceptAsked } from './acceptance-api.ts'
import type { Acceptance } from './acceptance-api.ts'
import { useAcceptance } from './acceptance-section.tsx'
import { AskedList } from './asked.tsx'
import type { Overview, Service } from './platform-api.ts'
import { useStep } from './use-changes.ts'
import { useOverview, useSwitch } from './use-overview.ts'

/**
 * What a service asks for, to be accepted before it is switched on.
 *
 * @param place Where it is switched on as soon as it is accepted: a school's id or `municipality`; `null`: nowhere yet.
 */
export function AcceptancePage({ id, place }: { readonly id: string; readonly place: string | null }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview, load: loadOverview } = useOverview()
  const { loaded, load: loadAcceptance } = useAcceptance(id)
  const service = overview.state === 'ready' ? overview.value.services.find((one) => one.module === id) : undefined
  const title = host.t('acceptOf', { service: service ? textIn(service.name, locale) : id })
  const isLoading = overview.state === 'loading' || loaded.state === 'loading'
  const isFailed = overview.state === 'failed' || (loaded.state === 'failed' && service !== undefined)
  const load = async () => void (await Promise.all([loadAcceptance(), loadOverview()]))
  return (
    <AboutService
      id={id}
      title={title}
      intro={service && host.t('acceptIntro', { vendor: service.vendor })}
      isLoading={isLoading}
      failed={isFailed ? host.t('asksFailed') : null}
      retry={() => void load()}
      isUnknown={overview.state === 'ready' && !service}
    >
      {overview.state === 'ready' && service && loaded.state === 'ready' && (
        <Accepting overview={overview.value} service={service} acceptance={loaded.value} place={place} load={load} />
      )}
    </AboutService>
  )
}

interface AcceptingProps {
  readonly overview: Overview
  readonly service: Service
  readonly acceptance: Acceptance
  readonly place: string | null
  readonly load: () => Promise<void>
}

function Accepting({ overview, service, acceptance, place, load }: AcceptingProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const step = useStep(load, 'acceptChanged')
  const switching = useSwitch(load)
  const municipality = textIn(host.context.municipalityName, locale)
  const school = overview.schools.find((one) => one.id === place)
  const where = school ? textIn(school.name, locale) : municipality
  const leave = () => host.go(`/services/${service.module}`, { replace: true })
  const isBusy = step.isBusy || switching.busy !== null
  const failed = step.failed ?? switching.failed?.text
  async function accept() {
    if (isBusy) return
    if (place !== null) {
      if (await switching.run(overview, service, school?.id ?? null, true, acceptance.digest)) leave()
      return
    }
    const done = await step.run(() => acceptAsked(host, service.module, acceptance.digest))
    if (!done) return
    leave()
    host.notify({ text: host.t('acceptedNow', { service: textIn(service.name, locale) }), tone: 'success' })
  }
  return (
    <>
      <AskedList asks={acceptance.asks} fields={acceptance.fields} />
      <div className="cn-section">
        <p>{host.t('acceptAs', { name: host.user.name, municipality })}</p>
        {failed && (
          <p className="d1-error" role="alert">
            <d1-icon name="alert-circle" />
            {failed}
          </p>
        )}
        <div className="cn-actions">
          <button
            type="button"
            className="d1-button"
            data-kind="primary"
            data-action="accept"
            aria-disabled={isBusy || undefined}
            aria-busy={isBusy || undefined}
            onClick={() => void accept()}
          >
            {place === null ? host.t('accept') : host.t('acceptAndSwitchOn', { place: where })}
          </button>
          <a className="d1-button" href={host.href('/services/:service', { service: service.module })}>
            {host.t('cancel')}
          </a>
        </div>
      </div>
    </>
  )
}
