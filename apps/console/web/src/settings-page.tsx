import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { AboutService } from './about-service.tsx'
import { ChangedMeanwhile } from './platform-api.ts'
import type { Overview, Service } from './platform-api.ts'
import { saveSettings } from './settings-api.ts'
import type { SettingsTold } from './settings-api.ts'
import { Field } from './settings-fields.tsx'
import { Differences, SettingsHistory } from './settings-history.tsx'
import { differences, inheritedOf, misfitsOf, ownAfter, ownOf, rawOf, standingOf } from './settings.ts'
import type { Edits, Raw } from './settings.ts'
import { useOverview } from './use-overview.ts'
import { useSettingsOf } from './use-settings.ts'
import { Failed, Loading } from './waiting.tsx'

/** The settings of one service: for the whole municipality, or for one of its schools. */
export function SettingsPage({ id, school }: { readonly id: string; readonly school: string | null }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview, load } = useOverview()
  const isDirty = useRef(false)
  const tellDirty = useCallback((now: boolean) => void (isDirty.current = now), [])
  const [schoolsWithOwn, setSchoolsWithOwn] = useState<readonly string[]>([])
  const service = overview.state === 'ready' ? overview.value.services.find((one) => one.module === id) : undefined
  const title = service ? host.t('settingsOf', { service: textIn(service.name, locale) }) : host.t('settings')

  /** The address below stays the module's page, so the shell asks nobody. */
  async function goTo(next: string | null) {
    const question = {
      title: host.t('settingsLeave'),
      text: host.t('settingsLeaveText'),
      confirm: host.t('settingsLeaveConfirm'),
      tone: 'danger' as const,
    }
    if (isDirty.current && !(await host.confirm(question))) return
    host.go(`/services/${id}/settings${next === null ? '' : `?${new URLSearchParams({ school: next })}`}`, { replace: true })
  }
  return (
    <AboutService
      id={id}
      title={title}
      intro={host.t('settingsIntro')}
      isLoading={overview.state === 'loading'}
      failed={overview.state === 'failed' ? host.t('failed') : null}
      retry={() => void load()}
      isUnknown={overview.state === 'ready' && !service}
    >
      {service && !service.hasSettings && <p>{host.t('settingsNone')}</p>}
      {overview.state === 'ready' && service?.hasSettings && (
        <>
          <PlaceChoice overview={overview.value} withOwn={schoolsWithOwn} school={school} choose={(next) => void goTo(next)} />
          <SettingsAt key={school} service={service} school={school} tellDirty={tellDirty} tellSchools={setSchoolsWithOwn} />
        </>
      )}
    </AboutService>
  )
}

interface SettingsAtProps {
  readonly service: Service
  readonly school: string | null
  tellDirty(isDirty: boolean): void
  tellSchools(withOwn: readonly string[]): void
}

function SettingsAt({ service, school, tellDirty, tellSchools }: SettingsAtProps) {
  const host = useHost()
  const { told, load } = useSettingsOf(service.module, school)
  useEffect(() => {
    if (told.state === 'ready') tellSchools(told.value.schools)
  }, [told, tellSchools])
  if (told.state === 'loading') return <Loading />
  if (told.state === 'failed') return <Failed text={host.t('settingsFailed')} retry={() => void load()} />
  return (
    <>
      <SettingsForm service={service} told={told.value} school={school} load={load} tellDirty={tellDirty} />
      <SettingsHistory service={service} told={told.value} school={school} load={load} />
    </>
  )
}

interface PlaceChoiceProps {
  readonly overview: Overview
  /** Schools that have settings of their own. */
  readonly withOwn: readonly string[]
  readonly school: string | null
  choose(school: string | null): void
}

function PlaceChoice({ overview, withOwn, school, choose }: PlaceChoiceProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const isCountry = host.context.role === 'operator'
  const named = overview.schools.map(({ id, name }) => ({ id, name: textIn(name, locale) })).toSorted((a, b) => a.name.localeCompare(b.name, locale))
  return (
    <div className="d1-field">
      <label htmlFor="cn-place">{host.t('settingsPlace')}</label>
      <select
        id="cn-place"
        className="d1-input"
        value={school ?? ''}
        aria-describedby="cn-place-help"
        onChange={({ currentTarget: { value } }) => choose(value === '' ? null : value)}
      >
        <option value="">{isCountry ? host.t('wholeCountry') : `${host.t('wholeMunicipality')}: ${textIn(host.context.municipalityName, locale)}`}</option>
        {named.map(({ id, name }) => (
          <option key={id} value={id}>
            {withOwn.includes(id) ? host.t('schoolHasOwn', { school: name }) : name}
          </option>
        ))}
      </select>
      <p className="d1-hint" id="cn-place-help">
        {host.t(school !== null ? 'settingsSchool' : isCountry ? 'settingsCountry' : 'settingsWhole')}
      </p>
    </div>
  )
}

interface SettingsFormProps {
  readonly service: Service
  readonly told: SettingsTold
  readonly school: string | null
  readonly load: () => Promise<void>
  tellDirty(isDirty: boolean): void
}

type Failing = 'settingsMeanwhile' | 'settingsNotSaved'

function SettingsForm({ service, told, school, load, tellDirty }: SettingsFormProps) {
  const host = useHost()
  const [edits, setEdits] = useState<Edits>({})
  const [isShown, setShown] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failing | null>(null)
  const fields = useRef<HTMLFormElement>(null)
  const own = ownOf(told)
  const after = ownAfter(told, edits)
  const changed = differences(told, own, after)
  const misfits = misfitsOf(told, edits)
  const ignored = told.ignored.filter(({ place }) => place === told.places.at(-1)?.place).map(({ key }) => key)
  const isDirty = changed.length > 0 || misfits.size > 0

  const edit = (key: string, raw: Raw | null) => setEdits((now) => ({ ...now, [key]: raw }))
  const drop = () => {
    setEdits({})
    setShown(false)
    setFailed(null)
  }

  async function save(): Promise<void> {
    if (misfits.size > 0) throw new Error('What is written is none of the settings.')
    await saveSettings(host, service.module, { school, revision: told.revision, settings: after })
    drop()
    await load()
  }
  const latest = useRef({ isDirty, save })
  latest.current = { isDirty, save }
  useEffect(() => host.guard({ isDirty: () => latest.current.isDirty, save: () => latest.current.save() }), [host])
  useEffect(() => {
    tellDirty(isDirty)
    return () => tellDirty(false)
  }, [tellDirty, isDirty])

  async function submit() {
    setShown(true)
    const [wrong] = misfits.keys()
    if (wrong !== undefined) {
      requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>(`[data-setting="${wrong}"] :is(input, textarea)`)?.focus())
      return
    }
    if (isBusy || changed.length + ignored.length === 0) return
    setBusy(true)
    setFailed(null)
    try {
      await save()
      host.notify({ text: host.t('settingsSaved'), tone: 'success' })
    } catch (error) {
      if (host.signal.aborted) return
      const isChanged = error instanceof ChangedMeanwhile
      if (!isChanged) host.report(error)
      await load()
      setFailed(isChanged ? 'settingsMeanwhile' : 'settingsNotSaved')
    }
    setBusy(false)
  }
  return (
    <form
      ref={fields}
      className="cn-plan"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="cn-fields">
        {ignored.length > 0 && (
          <p className="d1-notice" data-status="warning" data-ignored>
            <d1-icon name="alert-triangle" />
            <span>{host.t('settingsIgnored', { settings: ignored.join(', ') })}</span>
          </p>
        )}
        {told.fields.map((field) => {
          const written = edits[field.key] ?? undefined
          const standing = standingOf(told, field.key, after)
          const isOwn = Object.hasOwn(after, field.key)
          return (
            <Field
              key={field.key}
              field={field}
              raw={written ?? rawOf(field, standing.value)}
              from={standing.place}
              inherited={isOwn ? inheritedOf(told, field.key) : null}
              isChanged={changed.some((one) => one.field.key === field.key)}
              misfit={isShown ? (misfits.get(field.key) ?? null) : null}
              write={(raw) => edit(field.key, raw)}
              reset={() => edit(field.key, null)}
            />
          )
        })}
      </div>
      <aside className="cn-aside" aria-labelledby="cn-what-changes">
        <h2 id="cn-what-changes">{host.t('settingsChanges')}</h2>
        <div aria-live="polite">
          {misfits.size > 0 && <p className="cn-muted">{host.t('settingsWrong')}</p>}
          {!isDirty ? (
            <p className="cn-muted">{host.t('settingsUnchanged')}</p>
          ) : (
            <Differences changed={changed.filter(({ field }) => !misfits.has(field.key))} />
          )}
        </div>
        {failed && (
          <p className="d1-error" role="alert">
            <d1-icon name="alert-circle" />
            {host.t(failed)}
          </p>
        )}
        <div className="cn-actions">
          <button
            type="submit"
            className="d1-button"
            data-kind="primary"
            data-action="save"
            aria-disabled={isBusy || changed.length + misfits.size + ignored.length === 0 || undefined}
            aria-busy={isBusy || undefined}
          >
            {host.t('settingsSave')}
          </button>
          {isDirty && (
            <button
              type="button"
              className="d1-button"
              data-action="drop"
              onClick={() => {
                drop()
                fields.current?.querySelector<HTMLElement>('input, textarea')?.focus()
              }}
            >
              {host.t('settingsDrop')}
            </button>
          )}
        </div>
      </aside>
    </form>
  )
}
