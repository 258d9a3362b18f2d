import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

/** How many tests a step ran. A skipped test is no passed one. */
export interface Count {
  readonly passed: number
  readonly failed: number
}

const Vitest = z.object({ numPassedTests: z.number(), numTotalTests: z.number() })
const Playwright = z.object({ stats: z.object({ expected: z.number(), skipped: z.number(), unexpected: z.number(), flaky: z.number() }) })

const Run = z.object({
  annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
  results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })).default([]) })).default([]),
})
const Spec = z.object({ title: z.string().default(''), file: z.string().default(''), ok: z.boolean().default(false), tests: z.array(Run) })
interface Suite {
  readonly suites?: readonly Suite[] | undefined
  readonly specs?: readonly z.infer<typeof Spec>[] | undefined
}
const Suite: z.ZodType<Suite> = z.lazy(() => z.object({ suites: z.array(Suite).optional(), specs: z.array(Spec).optional() }))

function read(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Reads a report that a test runner left. @returns `null` where it left none. */
export function countOf(runner: 'vitest' | 'playwright', file: string): Count | null {
  if (runner === 'vitest') {
    const { data } = Vitest.safeParse(read(file))
    return data ? { passed: data.numPassedTests, failed: data.numTotalTests - data.numPassedTests } : null
  }
  const { data } = Playwright.safeParse(read(file))
  return data ? { passed: data.stats.expected + data.stats.flaky, failed: data.stats.unexpected + data.stats.skipped } : null
}

function specsIn(file: string): z.infer<typeof Spec>[] {
  const inSuite = ({ suites = [], specs = [] }: Suite): z.infer<typeof Spec>[] => [...specs, ...suites.flatMap(inSuite)]
  const { data } = Suite.safeParse(read(file))
  return data ? inSuite(data) : []
}

/** What the tests of a browser measured on their way, in their own words. */
export const measuredIn = (file: string): string[] =>
  specsIn(file).flatMap(({ tests }) =>
    tests.flatMap(({ annotations }) => annotations.flatMap((one) => (one.type === 'measured' ? (one.description ?? []) : []))),
  )

/** On one line: what was expected and what was there, without the log of how that was looked for. */
const gist = (message: string) =>
  stripVTControlCharacters(message)
    .split(/\n\s*Call log:/, 1)[0]
    ?.split('\n')
    .flatMap((line) => line.trim() || [])
    .join(' · ')
    .slice(0, 400) ?? ''

/** Tests of a browser that passed at the second try only, each with why it did not at the first. */
export const secondTriesIn = (file: string): string[] =>
  specsIn(file)
    .filter(({ ok }) => ok)
    .flatMap(({ title, file: from, tests }) =>
      tests.flatMap(({ results }) => {
        const [message] = results.flatMap(({ errors }) => errors.map((error) => error.message ?? 'no message'))
        return message === undefined ? [] : [`at the second try only: ${from} › ${title}: ${gist(message)}`]
      }),
    )

/** Of each message no more than this, so that a long one leaves room for the others. */
const MAX_MESSAGE = 2500

/** Why tests of a browser failed: each with its title and what it says first. */
export const failuresIn = (file: string): string[] =>
  specsIn(file)
    .filter(({ ok }) => !ok)
    .flatMap(({ title, file: from, tests }) =>
      tests.flatMap(({ results }) =>
        results.flatMap(({ errors }) => errors.map(({ message = 'no message' }) => `${from} › ${title}\n${message.slice(0, MAX_MESSAGE)}`)),
      ),
    )
