import { leaveForGood } from './router.ts'

const KEY = 'digione.fresh'
/** Two new documents for the same reason within this time are a loop. */
const LOOP_MS = 60_000

const tries = () => JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, number>

/** A document that was opened for this reason has it. The next time is no loop, be it a moment later: a release that was withdrawn gives way to the one before. */
export function freshDocumentHas(reason: string): void {
  const { [reason]: tried, ...others } = tries()
  if (tried !== undefined) sessionStorage.setItem(KEY, JSON.stringify(others))
}

/**
 * Opens the present address in a new document: the import map and the policy of a document are fixed, so what they do not
 * cover needs another one.
 *
 * @param reason What the new document is for. @returns Whether it goes: not where it went for the same reason just now.
 */
export function openFreshDocument(reason: string, nowMs = Date.now()): boolean {
  const tried = tries()
  if (nowMs - (tried[reason] ?? 0) < LOOP_MS) return false
  sessionStorage.setItem(KEY, JSON.stringify({ ...tried, [reason]: nowMs }))
  leaveForGood()
  location.reload()
  return true
}
