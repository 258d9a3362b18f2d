import { quantile } from '../monday/play/record.ts'
import type { Circumstances } from '../monday/report.ts'
import type { Change } from './administrator.ts'
import type { Told } from './watcher.ts'

export interface Reached {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** Changes times streams that never came, nor a later one. */
  readonly untold: number
}

export interface Results {
  readonly under: Circumstances
  readonly streams: number
  readonly seconds: number
  /** Acknowledged ones. */
  readonly changes: number
  readonly unacknowledged: number
  readonly endings: number
  readonly knowTheLast: number
  readonly people: number
  /** People whom the platform answers, in the end, what was decided last. */
  readonly isRight: number
  readonly troubles: readonly { readonly what: string; readonly forMs: number }[]
  /** From the administrator's request to a stream that was told of it, or of a later change. */
  readonly reached: Readonly<Record<'calm' | 'troubled', Reached>>
}

/** What was cut off comes back within this time, by the waits of the vault. */
const RECOVERY_MS = 15_000

/** For each change and stream how long it took until it was known there. Those made in a trouble, or soon after, are counted by themselves. */
export function reachedMs(
  changes: readonly Change[],
  streams: readonly (readonly Told[])[],
  troubles: readonly { readonly from: number; readonly until: number }[],
): Results['reached'] {
  const times = { calm: [] as number[], troubled: [] as number[] }
  const untold = { calm: 0, troubled: 0 }
  const kinds = changes.map(({ askedAt, answeredAt }) =>
    // A trouble that begins while a change is on its way to the streams is that change's too.
    troubles.some(({ from, until }) => answeredAt + 1000 >= from && askedAt <= until + RECOVERY_MS) ? ('troubled' as const) : ('calm' as const),
  )
  for (const told of streams) {
    let at = 0
    for (const [index, change] of changes.entries()) {
      while (at < told.length && (told[at]?.version ?? 0) < change.version) at += 1
      const kind = kinds[index] ?? 'calm'
      const known = told[at]
      if (known) times[kind].push(known.at - change.askedAt)
      else untold[kind] += 1
    }
  }
  const summary = (kind: 'calm' | 'troubled'): Reached => ({
    count: times[kind].length,
    p50: quantile(times[kind], 0.5),
    p99: quantile(times[kind], 0.99),
    max: times[kind].reduce((most, ms) => Math.max(most, ms), 0),
    untold: untold[kind],
  })
  return { calm: summary('calm'), troubled: summary('troubled') }
}

const whole = (value: number) => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-GB') : '–')

export function page({ under, reached, ...of }: Results): string {
  const row = (name: string, { count, p50, p99, max, untold }: Reached) =>
    `| ${name} | ${whole(count)} | ${whole(p50)} | ${whole(p99)} | ${whole(max)} | ${whole(untold)} |`
  return `# Live changes while servers fall

Measured by \`npm run live -w @digione/shell-bench\`, which writes this page.

${under.date.slice(0, 16).replace('T', ' ')} UTC, commit ${under.commit}; ${under.machine}; Node ${under.node}, PostgreSQL ${under.postgres}. Load ${under.load[0].toFixed(2)} before and ${under.load[1].toFixed(2)} after: two servers, PostgreSQL, identity providers, backends and all browsers' streams share this machine's processors.

${whole(of.streams)} live streams of ${of.people} people at two servers on one database. A municipal administrator switched a module ${whole(of.changes)} times in ${whole(of.seconds)} s; ${whole(of.unacknowledged)} attempts were not acknowledged and made again. ${of.troubles.map(({ what, forMs }) => `Once ${what} (${(forMs / 1000).toFixed(1)} s)`).join('. ')}. ${whole(of.endings)} streams ended by that and were opened again.

In the end **${whole(of.knowTheLast)} of ${whole(of.streams)}** streams had been told of the last change, and the platform answered **${whole(of.isRight)} of ${whole(of.people)}** people what was decided last.

From the administrator's request to a stream that was told of that change, or of a later one; in trouble means from a second before it until 15 s after it:

| changes | times told | p50, ms | p99, ms | at most, ms | never told |
| --- | --: | --: | --: | --: | --: |
${row('in calm', reached.calm)}
${row('in trouble', reached.troubled)}
`
}
