import { type Part, PARTS, type System } from './serve/system.ts'

/** What the machine and the platform did in a phase. */
export interface Watched {
  readonly seconds: number
  /** Processors in use, of each part and of the load itself. */
  readonly processors: Readonly<Record<Part | 'load', number>>
  /** At its most. */
  readonly bytes: Readonly<Record<Part, number>>
  /** Highest p99 that the platform told of, over the seconds between two readings. */
  readonly eventLoopP99Ms: number
  /** Most transactions that waited for a connection at one reading. */
  readonly databaseWaiting: number
  readonly liveStreams: number
  /** Answers that were problems, by code: also those that vendors' backends got. */
  readonly refusals: Readonly<Record<string, number>>
}

const valueOf = (metrics: string, name: string) => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN)
const refusalsIn = (metrics: string) =>
  Object.fromEntries([...metrics.matchAll(/^digione_refusals_total\{code="(\w+)"\} (\S+)$/gm)].map(([, code = '', count]) => [code, Number(count)]))
const own = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const READ_EVERY_MS = 2000

/** Watches while something runs. */
export async function watched(system: System, run: () => Promise<void>): Promise<Watched> {
  const refusedBefore = refusalsIn(await system.metrics())
  const [before, ownBefore, startedAt] = [system.usage(), own(), performance.now()]
  const bytes = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>
  let [eventLoopP99Ms, databaseWaiting, liveStreams] = [0, 0, 0]
  const reader = { isOver: false }
  const reading = (async () => {
    while (!reader.isOver) {
      const usage = system.usage()
      for (const part of PARTS) bytes[part] = Math.max(bytes[part], usage[part].bytes)
      const metrics = await system.metrics().catch(() => '')
      if (metrics) {
        eventLoopP99Ms = Math.max(eventLoopP99Ms, valueOf(metrics, 'nodejs_eventloop_lag_p99_seconds') * 1000)
        databaseWaiting = Math.max(databaseWaiting, valueOf(metrics, 'digione_database_waiting'))
        liveStreams = Math.max(liveStreams, valueOf(metrics, 'digione_live_streams'))
      }
      await new Promise((tell) => setTimeout(tell, READ_EVERY_MS))
    }
  })()
  await run()
  const [after, seconds] = [system.usage(), (performance.now() - startedAt) / 1000]
  const load = (own() - ownBefore) / seconds
  reader.isOver = true
  await reading
  const refused = Object.entries(refusalsIn(await system.metrics())).map(([code, count]): [string, number] => [code, count - (refusedBefore[code] ?? 0)])
  const of = (part: Part) => (after[part].cpuS - before[part].cpuS) / seconds
  return {
    seconds,
    processors: { ...(Object.fromEntries(PARTS.map((part) => [part, of(part)])) as Record<Part, number>), load },
    bytes,
    eventLoopP99Ms,
    databaseWaiting,
    liveStreams,
    refusals: Object.fromEntries(refused.filter(([, count]) => count > 0)),
  }
}
