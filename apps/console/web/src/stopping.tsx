import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useId, useState } from 'react'
import { shortTime } from './formats.ts'
import { resumeService, stopService } from './platform-api.ts'
import type { Service } from './platform-api.ts'
import { useStep } from './use-changes.ts'

interface StoppingProps {
  readonly service: Service
  readonly load: () => Promise<void>
}

/** That the service is stopped, where it is: people are told the same. */
export function StoppedNotice({ service }: Pick<StoppingProps, 'service'>) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { country, municipality } = service.stopped
  const stop = country ?? municipality
  if (!stop) return null
  return (
    <p className="d1-notice" data-status="danger" data-stopped>
      <d1-icon name="minus-circle" />
      <span>
        {host.t(country ? 'stoppedByOperator' : 'stoppedHere', { when: shortTime(locale)(stop.at) })} {textIn(stop.reason, locale)}
      </span>
    </p>
  )
}

/** Stops the service for everybody at once, or has it go on. */
export function Stopping({ service, load }: StoppingProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const step = useStep(load)
  const words = { service: textIn(service.name, locale) }
  const resume = () =>
    step.run(async () => {
      await resumeService(host, service.module)
      await load()
      host.notify({ text: host.t('resumed', words), tone: 'success' })
    })
  const stop = async (reason: { fi: string; sv: string }) => {
    if (!(await host.confirm({ title: host.t('stopQuestion', words), text: host.t('stopText'), confirm: host.t('stop'), tone: 'danger' }))) return
    await step.run(async () => {
      await stopService(host, { module: service.module, reason })
      await load()
      host.notify({ text: host.t('stopped', words), tone: 'success' })
    })
  }
  return (
    <details className="cn-why" data-section="stopping">
      <summary>{host.t('stopping')}</summary>
      <div className="cn-section">
        {step.failed && (
          <p className="d1-error" role="alert">
            <d1-icon name="alert-circle" />
            {step.failed}
          </p>
        )}
        {service.stopped.municipality ? (
          <button type="button" className="d1-button cn-more" data-action="resume" aria-disabled={step.isBusy || undefined} onClick={() => void resume()}>
            {host.t('resume')}
          </button>
        ) : (
          <StopForm stop={(reason) => void stop(reason)} isBusy={step.isBusy} />
        )}
      </div>
    </details>
  )
}

const LANGUAGES = ['fi', 'sv'] as const

function StopForm({ stop, isBusy }: { readonly stop: (reason: { fi: string; sv: string }) => void; readonly isBusy: boolean }) {
  const host = useHost()
  const id = useId()
  const [reason, setReason] = useState({ fi: '', sv: '' })
  const [isShown, setShown] = useState(false)
  const missing = LANGUAGES.filter((language) => reason[language].trim() === '')
  return (
    <form
      className="cn-section"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setShown(true)
        if (missing.length === 0 && !isBusy) stop({ fi: reason.fi.trim(), sv: reason.sv.trim() })
        else event.currentTarget.querySelector<HTMLElement>(`[data-language="${missing[0]}"]`)?.focus()
      }}
    >
      <p className="cn-muted">{host.t('stopHelp')}</p>
      {LANGUAGES.map((language) => {
        const isMissing = isShown && missing.includes(language)
        return (
          <div key={language} className="d1-field">
            <label htmlFor={`${id}-${language}`}>{host.t(`stopReason.${language}`)}</label>
            <textarea
              id={`${id}-${language}`}
              className="d1-input"
              rows={2}
              maxLength={300}
              lang={language}
              data-language={language}
              value={reason[language]}
              aria-invalid={isMissing || undefined}
              aria-describedby={isMissing ? `${id}-${language}-error` : undefined}
              onChange={({ currentTarget: { value } }) => setReason((now) => ({ ...now, [language]: value }))}
            />
            {isMissing && (
              <p className="d1-error" id={`${id}-${language}-error`} role="alert">
                <d1-icon name="alert-circle" />
                {host.t('stopReasonMissing')}
              </p>
            )}
          </div>
        )
      })}
      <button type="submit" className="d1-button cn-more" data-kind="danger" data-action="stop" aria-disabled={isBusy || undefined}>
        {host.t('stop')}
      </button>
    </form>
  )
}
