import { execFileSync } from 'node:child_process'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import { ROOT } from '@digione/shell-demo/workspace'
import type { Figures } from './figures.ts'
import type { PhaseResult } from './morning.ts'
import { MIX, SHARE } from './play/arrivals.ts'
import { PARTS } from './serve/system.ts'

export interface Imported {
  readonly accounts: number
  readonly tookS: number
  readonly unchangedS: number
  readonly peakBytes: number
  readonly cpuS: number
  readonly databaseCpuS: number
  readonly databaseBytes: number
}

/** When, of what and on what something was measured. */
export interface Circumstances {
  readonly date: string
  readonly commit: string
  readonly machine: string
  readonly node: string
  readonly postgres: string
  /** Processes that wanted a processor before anything of this ran, and after. */
  readonly load: readonly [before: number, after: number]
  readonly accounts: number
}

interface Measured<T> {
  readonly under: Circumstances
  readonly result: T
}

/** Each part as it was measured last: one may be run without the others. */
export interface Results {
  readonly imports?: Measured<readonly Imported[]>
  readonly figures?: Measured<Figures>
  /** @see PLANNED_PER_S for what `rate` is a multiple of. */
  readonly morning?: Measured<{ readonly rate: number; readonly phases: readonly PhaseResult[] }>
}

export function circumstances(accounts: number, postgres: string, loadBefore: number): Circumstances {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== ''
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ', with changes' : ''}`,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}`,
    node: process.version,
    postgres,
    load: [loadBefore, loadavg()[0] ?? 0],
    accounts,
  }
}

const whole = (value: number) => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-GB') : '–')
const fine = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : '–')
const MB = (bytes: number) => whole(bytes / 1e6)
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const importTable = (imports: readonly Imported[]) =>
  table(
    ['accounts', 'import, s', 'the same again, s', 'importer: CPU s', 'importer: MB at most', 'PostgreSQL: CPU s', 'database, MB'],
    imports.map((one) => [
      whole(one.accounts),
      fine(one.tookS),
      fine(one.unchangedS),
      fine(one.cpuS),
      MB(one.peakBytes),
      fine(one.databaseCpuS),
      MB(one.databaseBytes),
    ]),
  )

const figuresPart = ({ throughputs, streams }: Figures) => `${table(
  [
    'what',
    'a second',
    'for a CPU second of the platform',
    'p50, ms',
    'p99, ms',
    'failed',
    'platform, CPUs',
    'PostgreSQL, CPUs',
    'load, CPUs',
    'event loop p99, ms',
  ],
  throughputs.map((one) => [
    one.name,
    whole(one.perS),
    whole(one.perPlatformCpuS),
    whole(one.p50),
    whole(one.p99),
    String(one.failed),
    fine(one.processors.platform),
    fine(one.processors.database),
    fine(one.processors.load),
    whole(one.eventLoopP99Ms),
  ]),
)}

${whole(streams.open)} live streams open at once: ${whole(streams.bytesPerStream / 1000)} kB of the platform's memory each; ${fine(streams.idleProcessors)} CPUs while nothing but heartbeats goes out. A module switched ${streams.toggles} times, from the administrator's request to each stream that was told: p50 ${whole(streams.toldMs.p50)} ms, p99 ${whole(streams.toldMs.p99)} ms, at most ${whole(streams.toldMs.max)} ms; untold after 10 s: ${streams.untold}.`

function phasePart(result: PhaseResult): string {
  const { phase, arrivals, seconds, requests, broken, processors, bytes } = result
  const problems = new Map<string, number>()
  for (const step of result.steps) for (const [code, count] of Object.entries(step.problems)) problems.set(code, (problems.get(code) ?? 0) + count)
  const perVisit = (part: (typeof PARTS)[number]) => whole((processors[part] * seconds * 1000) / arrivals)
  return `### ${phase.name}

${whole(arrivals)} arrivals in ${whole(seconds)} s (${fine(arrivals / seconds)} a second), ${whole(requests / seconds)} requests answered a second, ${broken} visits broken off. Live streams at most ${whole(result.liveStreams)}; event loop p99 at most ${whole(result.eventLoopP99Ms)} ms; transactions that waited for a connection at most ${whole(result.databaseWaiting)}. Refused as too many by the platform: ${result.refusals['TOO_MANY_REQUESTS'] ?? 0}. ${problems.size === 0 ? 'No errors.' : `Errors: ${[...problems].map(([code, count]) => `${code} ${count}`).join(', ')}.`}

${table(
  ['part', 'CPUs', 'CPU ms for each arrival', 'MB at most'],
  [...PARTS.map((part) => [part, fine(processors[part]), perVisit(part), MB(bytes[part])]), ['the load itself', fine(processors.load), '', '']],
)}

${table(
  ['step', 'count', 'p50, ms', 'p95, ms', 'p99, ms', 'errors'],
  result.steps.map(({ name, count, p50, p95, p99, problems: own }) => [
    name,
    whole(count),
    whole(p50),
    whole(p95),
    whole(p99),
    Object.entries(own)
      .map(([code, times]) => `${code} ${times}`)
      .join(', '),
  ]),
)}`
}

const underPart = ({ date, commit, machine, node, postgres, load, accounts }: Circumstances) =>
  `${date.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}; ${machine}; Node ${node}, PostgreSQL ${postgres}; ${whole(accounts)} accounts. Load ${fine(load[0])} before and ${fine(load[1])} after.`

const part = <T>(measured: Measured<T> | undefined, write: (result: T) => string) =>
  measured ? `${underPart(measured.under)}\n\n${write(measured.result)}` : 'Not measured yet.'

const morningPart = ({ rate, phases }: { rate: number; phases: readonly PhaseResult[] }) => `${SHARE} ${Object.entries(MIX)
  .map(([role, share]) => `${share * 100} % ${role}s`)
  .join(', ')}. This run played **${rate === 1 ? 'all of that' : `${rate} times that`}**, and three times as much within a minute.

${phases.map(phasePart).join('\n\n')}`

/** What was measured, as a page of Markdown. */
export const page = ({ imports, figures, morning }: Results) => `# Monday 08:00

Measured by \`npm run monday -w @digione/shell-bench\`, which writes this page. What follows from it: [Monday morning](../operations/monday-morning.md).

Platform, PostgreSQL, identity providers, two vendors' backends and the load itself share this machine's processors; the load's own part stands in every table. A load before of more than nothing is others' work on the same machine, which takes its part too: then milliseconds are the worst of what this machine does, and CPU time for each answer is what counts.

## Import

${part(imports, importTable)}

## What the server answers

${part(figures, figuresPart)}

## The morning

${part(morning, morningPart)}
`
