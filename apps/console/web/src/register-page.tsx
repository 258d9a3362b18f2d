import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useCallback, useEffect } from 'react'
import { fetchRegister } from './acceptance-api.ts'
import type { Register } from './acceptance-api.ts'
import { AskedList, useAskedWords } from './asked.tsx'
import { saveAsCsv } from './csv.ts'
import { shortTime } from './formats.ts'
import { saveFile } from './save-file.ts'
import { useLoaded } from './use-loaded.ts'
import { Failed, Loading } from './waiting.tsx'

/** The register of processing: what every service that is on is given of people's data, and why. */
export function RegisterPage() {
  const host = useHost()
  const locale = useLive(host.locale)
  const read = useCallback((signal: AbortSignal): Promise<Register> => fetchRegister(host, signal), [host])
  const { loaded, load } = useLoaded(read)
  useEffect(() => host.title(host.t('register')), [host, locale])
  return (
    <div className="cn-page cn-register">
      <header>
        <h1>{host.t('register')}</h1>
        <p className="cn-muted">{host.t('registerIntro')}</p>
      </header>
      {loaded.state === 'loading' && <Loading />}
      {loaded.state === 'failed' && <Failed text={host.t('registerFailed')} retry={() => void load()} />}
      {loaded.state === 'ready' && loaded.value.entries.length === 0 && <p className="cn-muted">{host.t('registerEmpty')}</p>}
      {loaded.state === 'ready' && loaded.value.entries.length > 0 && <Entries register={loaded.value} />}
    </div>
  )
}

const COLUMNS = [
  'service',
  'vendor',
  'version',
  'purpose',
  'basis',
  'people',
  'data',
  'storedIn',
  'recipients',
  'retention',
  'impactAssessment',
  'acceptedWho',
] as const

function Entries({ register: { at, entries, fields } }: { readonly register: Register }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const words = useAskedWords(fields)
  const name = `${host.t('register')} ${textIn(host.context.municipalityName, locale)}`
  const csv = () => {
    const rows = entries.flatMap(({ name: service, vendor, version, asks, accepted }) => {
      const told = asks.fields.length > 0 ? [{ id: '', purpose: null, legalBasis: null, fields: asks.fields }] : []
      const empty = { id: '', purpose: null, legalBasis: null, fields: [] }
      const parts = [...told, ...asks.scopes]
      return (parts.length > 0 ? parts : [empty]).map((part) => [
        textIn(service, locale),
        `${vendor.name}, ${vendor.contact}`,
        version,
        part.purpose ? words.text(part.purpose) : part.fields.length > 0 ? host.t('asked.fields') : host.t('asksForNothing'),
        part.legalBasis ? words.basis(part.legalBasis) : '',
        words.people(asks.people),
        part === empty ? '' : words.fields(part.fields),
        asks.storedIn.map(words.country).join(', '),
        asks.recipients.map((one) => `${one.name}, ${words.country(one.country)}: ${words.text(one.purpose)}`).join('\n'),
        asks.retention ? words.text(asks.retention) : '',
        asks.impactAssessment ?? '',
        accepted ? words.accepted(accepted) : '',
      ])
    })
    saveAsCsv(name, [COLUMNS.map((column) => host.t(`column.${column}`)), ...rows])
  }
  const json = () => saveFile(`${name}.json`, 'application/json', JSON.stringify({ municipality: host.context.municipality, at, fields, entries }, null, 2))
  return (
    <>
      <div className="cn-tools">
        <span className="cn-muted cn-small cn-found">{host.t('registerAt', { when: shortTime(locale)(at), count: entries.length })}</span>
        {(
          [
            ['csv', 'registerCsv', csv],
            ['json', 'registerJson', json],
            ['print', 'print', () => window.print()],
          ] as const
        ).map(([action, label, run]) => (
          <button key={action} type="button" className="d1-button" data-action={action} onClick={run}>
            {action !== 'print' && <d1-icon name="download" />}
            {host.t(label)}
          </button>
        ))}
      </div>
      {entries.map(({ module, name: service, vendor, version, asks, accepted }) => (
        <article key={`${module} ${version}`} className="cn-section cn-entry" data-entry={module}>
          <header>
            <h2>
              <a href={host.href('/services/:service', { service: module })}>{textIn(service, locale)}</a>
            </h2>
            <p className="cn-muted cn-small">
              {vendor.name} · <a href={`mailto:${vendor.contact}`}>{vendor.contact}</a> · {host.t('version', { version })}
            </p>
          </header>
          <AskedList asks={asks} fields={fields} />
          {accepted && (
            <p className="cn-accepted" data-accepted>
              <d1-icon name="check-circle" />
              {words.accepted(accepted)}
            </p>
          )}
        </article>
      ))}
    </>
  )
}
