import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useEffect, useState } from 'react'
import { fetchWhy } from './changes-api.ts'
import type { Level, RuleTold, Why } from './changes-api.ts'
import { conventionsOf, shortTime } from './formats.ts'
import type { Overview, Role, Service } from './platform-api.ts'
import type { Loaded } from './use-loaded.ts'
import { Loading } from './waiting.tsx'

/** Why the service is on or off for people in a position, in words. */
export function WhySection({ overview, service }: { readonly overview: Overview; readonly service: Service }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const [isOpen, setOpen] = useState(false)
  const [school, setSchool] = useState<string | null>(null)
  const [role, setRole] = useState<Role>(service.roles[0] ?? 'teacher')
  const chosen = overview.schools.find(({ id }) => id === school)
  // A position at a school is of one of its levels; one without a school of none.
  const levels = (chosen?.levels ?? []).filter((level) => service.levels === null || service.levels.includes(level))
  const [wantedLevel, setLevel] = useState<Level | null>(null)
  const level = wantedLevel !== null && levels.includes(wantedLevel) ? wantedLevel : (levels[0] ?? null)
  const schools = overview.schools.map(({ id, name }) => [id, textIn(name, locale)] as const).toSorted(([, a], [, b]) => a.localeCompare(b, locale))
  const select = (label: string, value: string, options: readonly (readonly [string, string])[], choose: (value: string) => void) => (
    <select className="d1-input cn-choice" aria-label={label} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
  return (
    <details className="cn-why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{host.t('why')}</summary>
      {isOpen && (
        <div className="cn-section">
          <div className="cn-tools">
            {select(
              host.t('forWhom'),
              role,
              service.roles.map((one) => [one, host.t(`role.${one}`)] as const),
              (value) => setRole(service.roles.find((one) => one === value) ?? role),
            )}
            {select(host.t('where'), school ?? '', [['', host.t('noSchool')], ...schools], (value) => setSchool(value === '' ? null : value))}
            {levels.length > 1 &&
              select(
                host.t('levels'),
                level ?? '',
                levels.map((one) => [one, host.t(`level.${one}`)] as const),
                (value) => setLevel(levels.find((one) => one === value) ?? null),
              )}
          </div>
          <Reasons module={service.module} school={school} role={role} level={level} version={overview.version} />
        </div>
      )}
    </details>
  )
}

function Reasons(asked: {
  readonly module: string
  readonly school: string | null
  readonly role: Role
  readonly level: Level | null
  readonly version: number
}) {
  const host = useHost()
  const { module, school, role, level, version } = asked
  const [why, setWhy] = useState<Loaded<Why>>({ state: 'loading' })
  useEffect(() => {
    const controller = new AbortController()
    fetchWhy(host, module, { school, role, level }, AbortSignal.any([controller.signal, host.signal])).then(
      (value) => setWhy({ state: 'ready', value }),
      (error: unknown) => {
        if (controller.signal.aborted || host.signal.aborted) return
        host.report(error)
        setWhy({ state: 'failed' })
      },
    )
    return () => controller.abort()
  }, [host, module, school, role, level, version])
  if (why.state === 'loading') return <Loading />
  if (why.state === 'failed') return <p className="cn-muted">{host.t('previewFailed')}</p>
  const { on, against, decided, overrode, beside } = why.value
  return (
    <div className="cn-section" aria-live="polite" data-why={on ? 'on' : 'off'}>
      <p>
        <strong>{host.t(on ? 'whyOn' : 'whyOff')}</strong> {decided ? <RuleWords rule={decided} /> : host.t('whyNothing')}
        {against && <> {host.t(`against.${against}`)}</>}
      </p>
      {overrode.length > 0 && <Rules title={host.t('whyOverrode')} rules={overrode} />}
      {beside.length > 0 && <Rules title={host.t('whyBeside')} rules={beside} />}
    </div>
  )
}

function Rules({ title, rules }: { readonly title: string; readonly rules: Why['overrode'] | Why['beside'] }) {
  const host = useHost()
  return (
    <div>
      <h3>{title}</h3>
      <ul className="cn-asks">
        {rules.map((rule) => (
          <li key={JSON.stringify(rule)}>
            <RuleWords rule={rule} /> <span className="cn-muted">{host.t(`because.${rule.because}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function RuleWords({ rule }: { readonly rule: RuleTold }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const short = shortTime(locale)
  const whom = [
    rule.role === null ? host.t('everybody') : host.t(`role.${rule.role}`),
    ...(rule.level === null ? [] : [host.t(`level.${rule.level}`)]),
    ...(rule.percentage < 100 ? [`${new Intl.NumberFormat(conventionsOf(locale)).format(rule.percentage)} %`] : []),
  ].join(', ')
  const time = rule.until === null ? `${short(rule.from)}–` : `${short(rule.from)}–${short(rule.until)}`
  const words = host.t(rule.on ? 'ruleOn' : 'ruleOff', { place: host.t(`rulePlace.${rule.place}`), whom, time, by: rule.by ?? host.t('someone') })
  return (
    <>
      {words}
      {rule.change && (
        <>
          {' '}
          <a href={host.href('/changes/:change', { change: rule.change.id })}>{host.t('changeNumber', { number: rule.change.number })}</a>
        </>
      )}
    </>
  )
}
