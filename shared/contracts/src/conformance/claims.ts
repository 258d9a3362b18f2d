/** Plain assertions, so that the suite runs under any test runner, in Node and in a browser. */
export class ClaimFailed extends Error {
  override readonly name = 'ClaimFailed'
}

export function holds(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new ClaimFailed(claim)
}

/** Compares as JSON, with members in any order. */
export function same(actual: unknown, expected: unknown, claim: string) {
  const [is, should] = [ordered(actual), ordered(expected)]
  if (is !== should) throw new ClaimFailed(`${claim}: expected ${should}, got ${is}`)
}

const ordered = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** Runs something that must fail with one error of the table, whether it throws or rejects. */
export async function refused(code: string, run: () => unknown) {
  let error: unknown
  try {
    await run()
  } catch (thrown) {
    error = thrown
  }
  holds(error instanceof Error, `It should have been refused with ${code}`)
  same('code' in error ? error.code : error.message, code, 'The refusal has its permanent code')
}
