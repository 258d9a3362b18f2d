import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useCallback } from 'react'
import { acceptAsked, fetchAcceptance } from './acceptance-api.ts'
import type { Acceptance } from './acceptance-api.ts'
import { AskedList, asksNothing, MoreList, useAskedWords } from './asked.tsx'
import type { Service } from './platform-api.ts'
import { useStep } from './use-changes.ts'
import { useLoaded } from './use-loaded.ts'
import { Failed, Loading } from './waiting.tsx'

export function useAcceptance(module: string) {
  const host = useHost()
  const read = useCallback((signal: AbortSignal): Promise<Acceptance> => fetchAcceptance(host, module, signal), [host, module])
  return useLoaded(read)
}

/** What the service asks for, and who accepted it; of a release that asks for more, only what is new, to be accepted here. */
export function AcceptanceSection({ service, load: loadService }: { readonly service: Service; readonly load: () => Promise<void> }) {
  const host = useHost()
  const { loaded, load } = useAcceptance(service.module)
  return (
    <section className="cn-section" aria-labelledby="cn-asks" data-section="acceptance">
      <h2 id="cn-asks" tabIndex={-1}>
        {host.t('asksFor')}
      </h2>
      {loaded.state === 'loading' && <Loading />}
      {loaded.state === 'failed' && <Failed text={host.t('asksFailed')} retry={() => void load()} />}
      {loaded.state === 'ready' && <Asked acceptance={loaded.value} service={service} load={async () => void (await Promise.all([load(), loadService()]))} />}
    </section>
  )
}

interface AskedProps {
  readonly acceptance: Acceptance
  readonly service: Service
  readonly load: () => Promise<void>
}

function Asked({ acceptance, service, load }: AskedProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const words = useAskedWords(acceptance.fields)
  const step = useStep(load, 'acceptChanged')
  const { asks, offered, standing, more, accepted, digest, fields } = acceptance
  const name = textIn(service.name, locale)
  const accept = () =>
    step.run(async () => {
      await acceptAsked(host, service.module, digest)
      await load()
      // The button is gone: what it was about is said where it stood.
      document.getElementById('cn-asks')?.focus()
      host.notify({ text: host.t('acceptedNow', { service: name }), tone: 'success' })
    })
  const [last] = accepted
  return (
    <>
      {more.length === 0 && last && !asksNothing(asks) && (
        <p className="cn-accepted" data-accepted>
          <d1-icon name="check-circle" />
          {words.accepted(last)}
        </p>
      )}
      {more.length > 0 && (
        <div className="d1-notice" data-status="warning" data-waiting>
          <d1-icon name="alert-triangle" />
          <div className="cn-section">
            <p>{standing ? host.t('asksMore', { version: offered.version, standing: standing.version }) : host.t('asksFirst')}</p>
            {standing && <MoreList more={more} fields={fields} />}
            {step.failed && (
              <p className="d1-error" role="alert">
                <d1-icon name="alert-circle" />
                {step.failed}
              </p>
            )}
            {standing ? (
              <>
                <button
                  type="button"
                  className="d1-button cn-more"
                  data-kind="primary"
                  data-action="accept"
                  aria-disabled={step.isBusy || undefined}
                  aria-busy={step.isBusy || undefined}
                  onClick={() => void accept()}
                >
                  {host.t('accept')}
                </button>
                <p className="cn-muted cn-small">{host.t('acceptAs', { name: host.user.name, municipality: textIn(host.context.municipalityName, locale) })}</p>
              </>
            ) : (
              <a className="d1-button cn-more" data-action="read-asked" href={host.href('/services/:service/acceptance', { service: service.module })}>
                {host.t('readAndAccept')}
              </a>
            )}
          </div>
        </div>
      )}
      {standing && more.length > 0 && last && (
        <p className="cn-muted">
          {words.accepted(last)} {host.t('version', { version: last.version })}.
        </p>
      )}
      <AskedList asks={asks} fields={fields} />
    </>
  )
}
