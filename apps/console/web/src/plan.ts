import type { Decision, Level } from './changes-api.ts'
import { clockOf, instantOf } from './formats.ts'
import type { Role } from './platform-api.ts'

/** What stands in the form of a plan: as it is written, which may not be a decision yet. */
export interface Form {
  readonly effect: Decision['effect']
  /** `null`: the whole municipality. */
  readonly schools: readonly string[] | null
  /** `null`: everybody. */
  readonly roles: readonly Role[] | null
  readonly levels: readonly Level[] | null
  readonly isAtOnce: boolean
  readonly date: string
  readonly time: string
  readonly hasEnd: boolean
  readonly endDate: string
  readonly endTime: string
  readonly channel: 'stable' | 'preview'
  /** A pinned release that a draft brought along; the form itself offers channels. */
  readonly pin: string | null
  readonly percentage: number
  readonly note: string
}

export type Field = 'schools' | 'roles' | 'levels' | 'date' | 'endDate' | 'percentage'
export type Mistake = 'noSchools' | 'noRoles' | 'noLevels' | 'noDate' | 'pastDate' | 'endBeforeStart' | 'noShare'

export const EMPTY: Form = {
  effect: 'on',
  schools: null,
  roles: null,
  levels: null,
  isAtOnce: true,
  date: '',
  time: '00:00',
  hasEnd: false,
  endDate: '',
  endTime: '00:00',
  channel: 'stable',
  pin: null,
  percentage: 100,
  note: '',
}

export function formOf(decision: Decision, note: string): Form {
  const { effect, schools, roles, levels, from, until, release, percentage } = decision
  const [begins, ends] = [from, until].map((at) => (at === null ? { date: '', time: '00:00' } : clockOf(at)))
  return {
    effect,
    schools,
    roles,
    levels,
    isAtOnce: from === null,
    date: begins?.date ?? '',
    time: begins?.time ?? '00:00',
    hasEnd: until !== null,
    endDate: ends?.date ?? '',
    endTime: ends?.time ?? '00:00',
    channel: release.kind === 'channel' ? release.channel : 'stable',
    pin: release.kind === 'pin' ? release.release : null,
    percentage,
    note,
  }
}

/** What is wrong with what is written, by field. @param now Milliseconds since the epoch. */
export function mistakesOf(form: Form, now: number): ReadonlyMap<Field, Mistake> {
  const mistakes = new Map<Field, Mistake>()
  if (form.schools?.length === 0) mistakes.set('schools', 'noSchools')
  if (form.roles?.length === 0) mistakes.set('roles', 'noRoles')
  if (form.levels?.length === 0) mistakes.set('levels', 'noLevels')
  const from = form.isAtOnce ? null : instantOf(form.date, form.time)
  if (!form.isAtOnce && from === null) mistakes.set('date', 'noDate')
  else if (from !== null && Date.parse(from) <= now) mistakes.set('date', 'pastDate')
  const until = form.hasEnd ? instantOf(form.endDate, form.endTime) : null
  if (form.hasEnd && until === null) mistakes.set('endDate', 'noDate')
  else if (until !== null && Date.parse(until) <= Math.max(now, from === null ? now : Date.parse(from))) mistakes.set('endDate', 'endBeforeStart')
  if (!(form.percentage >= 1 && form.percentage <= 100)) mistakes.set('percentage', 'noShare')
  return mistakes
}

/** The decision that is written, where nothing is wrong with it. */
export function decisionOf(module: string, form: Form): Decision {
  return {
    module,
    effect: form.effect,
    schools: form.schools,
    roles: form.roles,
    levels: form.levels,
    groups: null,
    release: form.pin === null ? { kind: 'channel', channel: form.channel } : { kind: 'pin', release: form.pin },
    percentage: form.effect === 'on' ? form.percentage : 100,
    from: form.isAtOnce ? null : instantOf(form.date, form.time),
    until: form.hasEnd ? instantOf(form.endDate, form.endTime) : null,
  }
}
