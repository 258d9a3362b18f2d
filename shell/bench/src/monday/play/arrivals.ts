/** What a Monday morning brings to seven cities' 410,000 accounts: bursts of log-ins, a second. */
const COUNTRY_LOG_INS_PER_S = 60
/** Processors that an operation for those seven cities is taken to have, of which this machine's are a share. */
const COUNTRY_PROCESSORS = 16

export const PROCESSORS = 2
/** Log-ins a second that are this machine's share of the burst. */
export const PLANNED_PER_S = (COUNTRY_LOG_INS_PER_S * PROCESSORS) / COUNTRY_PROCESSORS

export const SHARE = `Seven cities with 410,000 accounts bring bursts of ${COUNTRY_LOG_INS_PER_S} log-ins a second. An operation for them is taken to have ${COUNTRY_PROCESSORS} processors; this machine has ${PROCESSORS}, so its share is ${PROCESSORS}/${COUNTRY_PROCESSORS} of that: ${PLANNED_PER_S} a second.`

export interface Phase {
  readonly name: string
  readonly seconds: number
  /** Times the planned arrivals, at its begin and at its end. */
  readonly from: number
  readonly to: number
}

export const MORNING: readonly Phase[] = [
  { name: 'settling', seconds: 30, from: 1, to: 1 },
  { name: 'as planned', seconds: 90, from: 1, to: 1 },
  { name: 'rising to three times', seconds: 60, from: 1, to: 3 },
  { name: 'three times', seconds: 60, from: 3, to: 3 },
]

/** Of those who arrive in the morning; the rest of the accounts sleeps, or comes at another hour. */
export const MIX = { teacher: 0.15, guardian: 0.5, learner: 0.35 } as const

/** Seconds until the next arrival, where arrivals know nothing of each other. */
export const waitFor = (perS: number, random = Math.random()) => -Math.log(1 - random) / perS

export const rateAt = ({ seconds, from, to }: Phase, passedS: number) => PLANNED_PER_S * (from + (to - from) * Math.min(1, passedS / seconds))
