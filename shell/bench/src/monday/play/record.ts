export interface Step {
  readonly name: string
  readonly phase: string
  readonly ms: number
  /** An error's code, or a status without one; `null` where it went well. */
  readonly problem: string | null
}

/** The value below which that share of them lies. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** An answer that was not what a browser would go on with. */
export class Unexpected extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** What an answer that is no success is called: its problem's permanent code, else its status. */
export function codeOf(status: number, body: unknown): string {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
  return typeof code === 'string' ? code : `HTTP ${status}`
}

export class Recorder {
  readonly steps: Step[] = []
  phase = 'warm-up'

  /** Times one step, in the phase in which it begins. @throws what `run` throws, once it is recorded. */
  async time<T>(name: string, run: () => Promise<T>): Promise<T> {
    const { phase } = this
    const before = performance.now()
    try {
      const result = await run()
      this.steps.push({ name, phase, ms: performance.now() - before, problem: null })
      return result
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : null
      const problem = error instanceof Unexpected ? error.code : (cause ?? (error instanceof Error ? error.name : 'unknown'))
      this.steps.push({ name, phase, ms: performance.now() - before, problem })
      throw error
    }
  }
}

export interface Summary {
  readonly name: string
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly problems: Readonly<Record<string, number>>
}

/** Each step of a phase, in the order in which it was first met. Times are those of what went well. */
export function summarize(steps: readonly Step[], phase: string): Summary[] {
  return [
    ...Map.groupBy(
      steps.filter((step) => step.phase === phase),
      ({ name }) => name,
    ),
  ].map(([name, all]) => {
    const times = all.filter(({ problem }) => problem === null).map(({ ms }) => ms)
    const problems = Object.groupBy(
      all.filter(({ problem }) => problem !== null),
      ({ problem }) => problem ?? '',
    )
    return {
      name,
      count: all.length,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      p99: quantile(times, 0.99),
      problems: Object.fromEntries(Object.entries(problems).map(([problem, list]) => [problem, list?.length ?? 0])),
    }
  })
}
