import { textIn } from '@digione/sdk'
import type { Host } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import type { Change, Decision } from './changes-api.ts'
import { shortTime } from './formats.ts'
import type { Overview } from './platform-api.ts'

/** Schools are named up to this number; more are counted. */
const MOST_NAMED = 3

const TITLES = { on: 'planOn', off: 'planOff', none: 'planNone' } as const satisfies Record<Decision['effect'], string>

/** How decisions are said, with the names of services and schools. */
export interface Words {
  service(module: string): string
  schools(ids: readonly string[]): string
  place(decision: Pick<Decision, 'schools'>): string
  people(decision: Pick<Decision, 'roles' | 'levels' | 'percentage'>): string
  time(decision: Pick<Decision, 'from' | 'until'>): string
  /** What a decision does, in a sentence: what it is called by. */
  title(decision: Decision): string
  /** The same of a change. */
  ofChange(change: Pick<Change, 'number' | 'decisions' | 'fourEyes' | 'reverts'>): string
}

export function wordsOf(host: Host, locale: string, names: Pick<Overview, 'services' | 'schools'> | null): Words {
  const short = shortTime(locale)
  const all = new Intl.ListFormat(locale)
  const nameOf = (id: string) => {
    const school = names?.schools.find((one) => one.id === id)
    return school ? textIn(school.name, locale) : id
  }
  const service = (module: string) => {
    const found = names?.services.find((one) => one.module === module)
    return found ? textIn(found.name, locale) : module
  }
  const schools = (ids: readonly string[]) => (ids.length > MOST_NAMED ? host.t('countSchools', { count: ids.length }) : all.format(ids.map(nameOf)))
  const title = ({ effect, module }: Decision) => host.t(TITLES[effect], { service: service(module) })
  const words: Words = {
    service,
    schools,
    title,
    place: (decision) => (decision.schools === null ? host.t('wholeMunicipality') : schools(decision.schools)),
    people({ roles, levels, percentage }) {
      const whom = roles === null ? host.t('everybody') : all.format(roles.map((role) => host.t(`role.${role}`)))
      const where = levels === null ? '' : ` (${all.format(levels.map((level) => host.t(`level.${level}`)))})`
      return whom + where + (percentage < 100 ? host.t('share', { percentage }) : '')
    },
    time({ from, until }) {
      const begins = from === null ? host.t('atOnce') : host.t('fromTime', { when: short(from) })
      return until === null ? begins : `${begins} ${host.t('untilTime', { when: short(until) })}`
    },
    ofChange({ number, decisions, fourEyes, reverts }) {
      if (reverts) return host.t('planReverts', { number: reverts.number, change: words.ofChange({ ...reverts, reverts: null }) })
      if (fourEyes !== null) return host.t(fourEyes ? 'planFourEyes' : 'planNoFourEyes')
      const [first, ...others] = decisions
      if (!first) return host.t('changeNumber', { number })
      return others.length === 0 ? title(first) : host.t('planMore', { change: title(first), count: others.length })
    },
  }
  return words
}

/** `null` for the names of services and schools that have not come yet. */
export function useWords(names: Pick<Overview, 'services' | 'schools'> | null): Words {
  const host = useHost()
  return wordsOf(host, useLive(host.locale), names)
}

/** Where, for whom and when: of one decision. */
export function DecisionFacts({ decision, words }: { readonly decision: Decision; readonly words: Words }) {
  const host = useHost()
  const { release } = decision
  const facts = [
    [host.t('where'), decision.schools === null ? words.place(decision) : words.schools(decision.schools)],
    [host.t('forWhom'), words.people(decision)],
    [host.t('when'), words.time(decision)],
    ...(release.kind === 'pin' || release.channel !== 'stable'
      ? [[host.t('releaseOf'), release.kind === 'pin' ? release.release : host.t('channel.preview')]]
      : []),
  ] as const
  return (
    <dl className="cn-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const LOOKS = {
  draft: { status: 'neutral', icon: 'edit' },
  waiting: { status: 'warning', icon: 'clock' },
  coming: { status: 'info', icon: 'calendar' },
  made: { status: 'success', icon: 'check-circle' },
  reverted: { status: 'neutral', icon: 'undo' },
  discarded: { status: 'neutral', icon: 'x-circle' },
} as const
export type ShownState = keyof typeof LOOKS

/** A change that was made and has yet to begin is coming. */
export function stateOf({ state, decisions, revertedBy }: Change, now: number): ShownState {
  if (state !== 'made') return state
  if (revertedBy) return 'reverted'
  return decisions.some(({ from }) => from !== null && Date.parse(from) > now) ? 'coming' : 'made'
}

export function ChangeBadge({ state }: { readonly state: ShownState }) {
  const host = useHost()
  return (
    <span className="d1-badge" data-status={LOOKS[state].status} data-change-state={state}>
      <d1-icon name={LOOKS[state].icon} />
      {host.t(`changeState.${state}`)}
    </span>
  )
}
