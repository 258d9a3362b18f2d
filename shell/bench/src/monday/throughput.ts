import { quantile } from './play/record.ts'
import type { Part, System } from './serve/system.ts'
import { watched } from './watch.ts'

export interface Throughput {
  readonly name: string
  readonly perS: number
  /** Answers for a second of one processor in the platform's process. */
  readonly perPlatformCpuS: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
  readonly processors: Readonly<Record<Part | 'load', number>>
  readonly eventLoopP99Ms: number
  readonly databaseWaiting: number
}

const SECONDS = 8

/**
 * Keeps so many requests under way and counts what is answered.
 * @param run Does one; resolves with whether it went well.
 */
export async function throughput(system: System, name: string, atOnce: number, run: (worker: number) => Promise<boolean>): Promise<Throughput> {
  for (let worker = 0; worker < atOnce; worker += 1) await run(worker)
  const times: number[] = []
  let failed = 0
  const facts = await watched(system, async () => {
    const until = performance.now() + SECONDS * 1000
    await Promise.all(
      Array.from({ length: atOnce }, async (_, worker) => {
        while (performance.now() < until) {
          const before = performance.now()
          if (await run(worker).catch(() => false)) times.push(performance.now() - before)
          else failed += 1
        }
      }),
    )
  })
  return {
    name,
    perS: times.length / facts.seconds,
    perPlatformCpuS: times.length / (facts.processors.platform * facts.seconds),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    failed,
    processors: facts.processors,
    eventLoopP99Ms: facts.eventLoopP99Ms,
    databaseWaiting: facts.databaseWaiting,
  }
}
