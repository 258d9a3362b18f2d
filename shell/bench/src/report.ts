import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Comparison, MOUNTS } from './compare.ts'
import { LINK, median, type Visit } from './measure/visit.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const PACKAGES = ['react', 'vite', 'single-spa', 'qiankun', '@module-federation/vite', '@playwright/test'] as const

export interface Circumstances {
  readonly date: string
  readonly commit: string
  readonly machine: string
  readonly node: string
  readonly packages: Readonly<Record<string, string>>
  readonly loadBefore: number
  readonly loadAfter: number
  readonly rounds: number
  readonly cpuSlowdown: number
}

export function circumstances(startedAt: Date, loadBefore: number, { rounds, cpuSlowdown }: Pick<Circumstances, 'rounds' | 'cpuSlowdown'>): Circumstances {
  const require = createRequire(join(ROOT, 'shell', 'bench', 'package.json'))
  const versionOf = (name: string) => {
    const folder = require.resolve.paths(name)?.map((path) => join(path, name, 'package.json')) ?? []
    for (const file of folder) {
      try {
        return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
      } catch {
        // Not in this folder: in one further up.
      }
    }
    return 'unknown'
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== ''
  return {
    date: startedAt.toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ', with changes' : ''}`,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}`,
    node: process.version,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
    rounds,
    cpuSlowdown,
  }
}

const METRICS: readonly { readonly title: string; readonly bar?: number; of(visit: Visit): number }[] = [
  { title: 'cold: first row', bar: 1.1, of: ({ cold }) => cold.rowMs },
  { title: 'cold: module’s first paint', of: ({ cold }) => cold.firstMs },
  { title: 'repeat: first row', bar: 0.9, of: ({ repeat }) => repeat.rowMs },
  { title: 'first navigation', bar: 0.5, of: ({ firstNavigationMs }) => firstNavigationMs },
  { title: 'warm navigation', bar: 1, of: ({ warmNavigationMs }) => warmNavigationMs },
]

const medianOf = (visits: readonly Visit[], of: (visit: Visit) => number) => median(visits.map(of))
/** The median of the ratios within each round, as the machine differs more between rounds than within one. */
const ratioOf = (visits: readonly Visit[], base: readonly Visit[], of: (visit: Visit) => number) =>
  median(visits.map((visit, round) => of(visit) / (base[round] ? of(base[round]) : Number.NaN)))
const ms = (value: number) => `${Math.round(value)}`
const times = (value: number) => (Number.isNaN(value) ? '–' : `${value.toFixed(2)}×`)
const kB = (bytes: number) => (bytes / 1000).toFixed(0)
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** What was measured, as tables in Markdown. */
export function tables({ variants, sizes, heaps }: Comparison): string {
  const base = variants.find(({ id }) => id === 'monolith')?.visits ?? []
  const spread = (visits: readonly Visit[], of: (visit: Visit) => number) => `${ms(Math.min(...visits.map(of)))}–${ms(Math.max(...visits.map(of)))}`
  const speed = table(
    ['variant', ...METRICS.map(({ title }) => `${title}, ms`)],
    variants.map(({ title, visits }) => [
      title,
      ...METRICS.map(({ of }) => `${ms(medianOf(visits, of))} (${spread(visits, of)}) **${times(ratioOf(visits, base, of))}**`),
    ]),
  )
  const traffic = table(
    ['variant', 'cold: requests', 'cold: waves', 'cold: kB', 'repeat: requests', 'repeat: waves', 'repeat: kB', 'cold: main thread, ms'],
    variants.map(({ title, visits }) => [
      title,
      ...[
        medianOf(visits, ({ cold }) => cold.requests),
        medianOf(visits, ({ cold }) => cold.waves),
        kB(medianOf(visits, ({ cold }) => cold.bytes)),
        medianOf(visits, ({ repeat }) => repeat.requests),
        medianOf(visits, ({ repeat }) => repeat.waves),
        kB(medianOf(visits, ({ repeat }) => repeat.bytes)),
        ms(medianOf(visits, ({ cold }) => cold.mainThreadMs)),
      ].map(String),
    ]),
  )
  const titleOf = (id: string) => variants.find((one) => one.id === id)?.title ?? id
  const bySize = table(
    ['variant', 'modules', 'cold: first row, ms', 'cold: main thread, ms', 'cold: kB'],
    sizes.map(({ id, size, openings }) => [
      titleOf(id),
      String(size),
      ms(median(openings.map(({ rowMs }) => rowMs))),
      ms(median(openings.map(({ mainThreadMs }) => mainThreadMs))),
      kB(median(openings.map(({ bytes }) => bytes))),
    ]),
  )
  const heap = table(
    ['variant', 'heap after 4 mounts, MB', `after ${MOUNTS} more, MB`, 'growth'],
    heaps.map(({ id, first, last }) => [titleOf(id), (first / 1e6).toFixed(1), (last / 1e6).toFixed(1), `${((last / first - 1) * 100).toFixed(1)} %`]),
  )
  return `## Time\n\nMedians, the range in brackets, and the median of each round's ratio to (a).\n\n${speed}\n\n## Traffic\n\nWhat was asked, and what came down the line with all of TLS, until the first row was painted.\n\n${traffic}\n\n${
    sizes.length > 0 ? `## Number of registered modules\n\nMedians of three.\n\n${bySize}\n\n` : ''
  }## Memory\n\nThe page's JavaScript heap, all garbage collected, going to and fro between two modules.\n\n${heap}\n`
}

/** Each bar of the platform, and whether it is met. */
export function verdicts({ variants }: Comparison): string {
  const base = variants.find(({ id }) => id === 'monolith')?.visits
  const own = variants.find(({ id }) => id === 'platform')?.visits
  if (!base || !own) return ''
  return METRICS.flatMap(({ title, bar, of }) => {
    if (bar === undefined) return []
    const ratio = ratioOf(own, base, of)
    return [`- ${title}: ${times(ratio)} of the monolith, the bar is ${times(bar)}: **${ratio <= bar ? 'met' : 'missed'}**`]
  }).join('\n')
}

export const conditions = (facts: Circumstances, chromium: string): string => `- ${facts.date.slice(0, 16).replace('T', ' ')} UTC, commit ${facts.commit}
- ${facts.machine}; load ${facts.loadBefore.toFixed(2)} before and ${facts.loadAfter.toFixed(2)} after, of which the measurement itself is the most
- Chromium ${chromium}, Node ${facts.node}; ${Object.entries(facts.packages)
  .map(([name, version]) => `${name} ${version}`)
  .join(', ')}
- ${facts.rounds} rounds, the variants in turn within each; ${LINK.roundTripMs} ms there and back, ${LINK.downBitsPerS / 1e6} Mbit/s down, TLS 1.3 and HTTP/2, CPU ${facts.cpuSlowdown}× slower in every process of the page`
