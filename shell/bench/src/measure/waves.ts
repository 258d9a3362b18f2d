import type { Asked } from '../serve/front.ts'

/** What was asked less than this share of a round trip after an answer had left cannot have been asked because of it. */
const SHARE = 0.8

/**
 * The longest chain of requests of which each may have waited for the one before: it came a round trip after that one's answer had left.
 * @param roundTripMs Of the line, since these are the server's times.
 */
export function wavesOf(asked: readonly Asked[], roundTripMs: number): number {
  const inOrder = asked.toSorted((a, b) => a.startedAt - b.startedAt)
  const waves: number[] = []
  for (const [at, { startedAt }] of inOrder.entries()) {
    const before = inOrder.slice(0, at).map(({ endedAt }, index) => (endedAt !== null && endedAt + SHARE * roundTripMs <= startedAt ? (waves[index] ?? 0) : 0))
    waves.push(1 + Math.max(0, ...before))
  }
  return Math.max(0, ...waves)
}
