/** After this many failures in a row a release is not run again for a while, however often it is asked for. */
const THROWS = 3
const REST_MS = 30_000

const runs = new Map<string, { throws: number; lastAt: number }>()

/** Whether a release rests after having failed three times in a row. */
export function isResting(release: string, nowMs = Date.now()): boolean {
  const run = runs.get(release)
  return run !== undefined && run.throws >= THROWS && nowMs - run.lastAt < REST_MS
}

export function noteThrow(release: string, nowMs = Date.now()) {
  const run = runs.get(release)
  // After its rest a release has one try: the count stays, so that one more failure lets it rest again.
  runs.set(release, { throws: (run?.throws ?? 0) + 1, lastAt: nowMs })
}

export const noteSuccess = (release: string) => void runs.delete(release)
