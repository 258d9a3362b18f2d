import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { shortTime } from './formats.ts'
import type { Service } from './platform-api.ts'
import { revertSettings } from './settings-api.ts'
import type { Revision, SettingsTold } from './settings-api.ts'
import { useValueWords } from './settings-fields.tsx'
import { differences, withBefore } from './settings.ts'
import type { Difference } from './settings.ts'
import { useStep } from './use-changes.ts'

/** What was and what is then, setting by setting, each with from where it is. */
export function Differences({ changed }: { readonly changed: readonly Difference[] }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const words = useValueWords()
  return (
    <ul className="cn-effects">
      {changed.map(({ field, before, after }) => (
        <li key={field.key} data-difference={field.key}>
          <p className="cn-place">{textIn(field.title, locale)}</p>
          <dl className="cn-diff">
            {(
              [
                ['before', before],
                ['after', after],
              ] as const
            ).map(([when, { value, place }]) => (
              <div key={when} data-when={when}>
                <dt>{host.t(when)}</dt>
                <dd>
                  {words(field, value)} <span className="cn-muted cn-small">({host.t(`from.${place}`)})</span>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

interface SettingsHistoryProps {
  readonly service: Service
  readonly told: SettingsTold
  readonly school: string | null
  readonly load: () => Promise<void>
}

/** What was set here, by whom and when, and the way back. */
export function SettingsHistory({ service, told, school, load }: SettingsHistoryProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { isBusy, failed, run } = useStep(load)
  const short = shortTime(locale)
  async function goBack({ revision, at }: Revision) {
    const question = {
      title: host.t('settingsRevertQuestion'),
      text: host.t('settingsRevertText', { when: short(at) }),
      confirm: host.t('settingsRevertConfirm'),
    }
    if (!(await host.confirm(question))) return
    await run(async () => {
      await revertSettings(host, service.module, { school, revision: told.revision, to: revision })
      await load()
      host.notify({ text: host.t('settingsSaved'), tone: 'success' })
    })
  }
  return (
    <section className="cn-section" aria-labelledby="cn-settings-history">
      <h2 id="cn-settings-history">{host.t('settingsHistory')}</h2>
      {failed && (
        <p className="d1-error" role="alert">
          <d1-icon name="alert-circle" />
          {failed}
        </p>
      )}
      {told.revisions.length === 0 && <p className="cn-muted">{host.t('settingsHistoryNone')}</p>}
      <ol className="cn-rows">
        {withBefore(told.revisions).map((one, index) => (
          <li key={one.revision} className="cn-row cn-revision" data-revision={one.revision}>
            <div className="cn-what">
              <p>
                <span className="cn-place">{short(one.at)}</span>{' '}
                <span className="cn-muted">
                  {one.by ?? host.t('someone')}
                  {index === 0 && ` · ${host.t('settingsNow')}`}
                </span>
              </p>
              {one.reverts !== null && <p className="cn-muted cn-small">{host.t('settingsReverted')}</p>}
              <Differences changed={differences(told, one.before, one.settings)} />
            </div>
            {index > 0 && (
              <button
                type="button"
                className="d1-button"
                data-action="revert"
                aria-label={host.t('settingsRevertOf', { when: short(one.at) })}
                aria-disabled={isBusy || undefined}
                onClick={() => void goBack(one)}
              >
                {host.t('settingsRevert')}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
