import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import type { Conflict, Count, Effect, Preview } from './changes-api.ts'
import type { Words } from './change-words.tsx'
import { conventionsOf, shortTime } from './formats.ts'

const KINDS = ['gains', 'loses', 'moves'] as const
const LOOKS = {
  gains: { icon: 'plus', status: 'success' },
  loses: { icon: 'minus-circle', status: 'danger' },
  moves: { icon: 'refresh', status: 'info' },
} as const

/** Whom a change reaches, and what stands against it. */
export function PreviewOfChange({ preview, words }: { readonly preview: Preview; readonly words: Words }) {
  const host = useHost()
  const short = shortTime(useLive(host.locale))
  const isSingle = preview.moments.length === 1
  return (
    <div className="cn-preview" data-preview>
      {preview.conflicts.map((conflict) => (
        <p key={JSON.stringify(conflict)} className="d1-notice" data-status="warning" data-conflict={conflict.kind}>
          <d1-icon name="alert-triangle" />
          <ConflictWords conflict={conflict} words={words} />
        </p>
      ))}
      {preview.moments
        .filter(({ effects }) => effects.length > 0)
        .map(({ at, effects }) => (
          <div key={at} className="cn-moment">
            {!isSingle && <h3>{short(at)}</h3>}
            <ul className="cn-effects">
              {effects.flatMap((effect) =>
                KINDS.filter((kind) => effect[kind].length > 0).map((kind) => <EffectLine key={`${effect.module} ${kind}`} effect={effect} kind={kind} />),
              )}
            </ul>
          </div>
        ))}
    </div>
  )
}

function EffectLine({ effect, kind }: { readonly effect: Effect; readonly kind: (typeof KINDS)[number] }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const number = new Intl.NumberFormat(conventionsOf(locale))
  const count = ({ role, people, schools }: Count) =>
    host.t(schools > 0 ? 'countIn' : 'count', { who: host.t(`role.${role}`), people: number.format(people), schools: number.format(schools) })
  return (
    <li className="cn-effect" data-effect={`${effect.module} ${kind}`}>
      <span className="cn-sign" data-status={LOOKS[kind].status}>
        <d1-icon name={LOOKS[kind].icon} />
      </span>
      <div>
        <p>
          <strong>{host.t(kind, { service: textIn(effect.name, locale) })}</strong>
          {!effect.isDecided && <span className="cn-muted"> {host.t('goesAlong')}</span>}
        </p>
        <ul className="cn-counts">
          {effect[kind].map((one) => (
            <li key={one.role}>{count(one)}</li>
          ))}
        </ul>
      </div>
    </li>
  )
}

function ConflictWords({ conflict, words }: { readonly conflict: Conflict; readonly words: Words }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const short = shortTime(locale)
  const list = new Intl.ListFormat(locale)
  const service = 'module' in conflict ? words.service(conflict.module) : ''
  switch (conflict.kind) {
    case 'changed-since':
      return (
        <span>
          {host.t('conflict.changedSince', { by: conflict.by ?? host.t('someone'), when: short(conflict.at) })}{' '}
          <a href={host.href('/changes/:change', { change: conflict.change })}>{host.t('changeNumber', { number: conflict.number })}</a>
        </span>
      )
    case 'replaces-planned': {
      const place = words.place({ schools: conflict.school === null ? null : [conflict.school] })
      const what = host.t(conflict.on ? 'planOn' : 'planOff', { service })
      return <span>{host.t('conflict.replacesPlanned', { what, place, when: short(conflict.from) })}</span>
    }
    case 'schools-decide':
      return <span>{host.t('conflict.schoolsDecide', { schools: words.schools(conflict.schools) })}</span>
    case 'not-for': {
      const whom = [...conflict.roles.map((role) => host.t(`role.${role}`)), ...conflict.levels.map((level) => host.t(`level.${level}`))]
      return <span>{host.t('conflict.notFor', { service, whom: list.format(whom) })}</span>
    }
    case 'stopped':
      return <span>{host.t('conflict.stopped', { service })}</span>
    case 'not-accepted':
      return (
        <span>
          {host.t('conflict.notAccepted', { service })}{' '}
          <a href={host.href('/services/:service/acceptance', { service: conflict.module })}>{host.t('readAndAccept')}</a>
        </span>
      )
    case 'needs':
      return <span>{host.t('conflict.needs', { service, others: list.format(conflict.missing.map(words.service)) })}</span>
    case 'excluded':
      return <span>{host.t('conflict.excluded', { service, others: list.format(conflict.by.map(words.service)) })}</span>
    case 'nobody':
    default:
      return <span>{host.t('conflict.nobody')}</span>
  }
}
