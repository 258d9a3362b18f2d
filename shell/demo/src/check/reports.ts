import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** How many tests a step ran. A skipped test is no passed one. */
export interface Count {
  readonly passed: number
  readonly failed: number
}

const Vitest = z.object({ numPassedTests: z.number(), numTotalTests: z.number() })
const Playwright = z.object({ stats: z.object({ expected: z.number(), skipped: z.number(), unexpected: z.number(), flaky: z.number() }) })

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
  return data ? { passed: data.stats.expected, failed: data.stats.unexpected + data.stats.flaky + data.stats.skipped } : null
}
