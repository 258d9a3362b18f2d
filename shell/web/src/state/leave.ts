import type { Guard } from '@digione/contracts'
import { askUnsaved } from './questions.ts'
import type { LeaveReason } from './store.ts'

/** A guard, and, where what is known of it may be a moment old, how to know it anew. */
export interface LiveGuard extends Guard {
  fresh?(): Promise<void>
}

/** A guard that a mount holds. `owner` is the mount, as whoever asks knows it. */
export interface Held<Owner> {
  readonly owner: Owner
  readonly module: string
  readonly guard: LiveGuard
  /** Deletes the drafts of the work that the person discards: it must not come back. */
  readonly giveUp?: () => Promise<void>
}

// `object` rather than the loader's own type: what may be left is decided by whoever asks.
const guards = new Set<Held<object>>()

export function holdGuard(held: Held<object>): () => void {
  guards.add(held)
  return () => void guards.delete(held)
}

const isDirty = ({ guard }: Held<object>) => {
  try {
    return guard.isDirty?.() ?? true
  } catch {
    // Who cannot say is asked: a needless question costs less than lost work.
    return true
  }
}

export type Leaving = (owner: object) => boolean

/** What would be lost if the mounts that `leaving` names were taken away now. */
export const dirtyGuards = (leaving: Leaving): Held<object>[] => [...guards].filter((held) => leaving(held.owner) && isDirty(held))

/**
 * Asks about every unsaved work that would be lost: save, discard, or stay.
 *
 * @returns Whether to go on. Nothing is lost unless the person said so.
 */
export async function askToLeave(leaving: Leaving, reason: LeaveReason): Promise<boolean> {
  await Promise.all([...guards].filter(({ owner }) => leaving(owner)).map(async ({ guard }) => guard.fresh?.()))
  const discarded: Held<object>[] = []
  for (const held of dirtyGuards(leaving)) {
    if (!guards.has(held) || !isDirty(held)) continue
    const outcome = await askUnsaved(held.module, reason, () => held.guard.save())
    if (outcome === 'stay') return false
    if (outcome === 'discarded') discarded.push(held)
  }
  // Only now: a "stay" to a later question keeps all of it. What cannot be deleted must not keep the person here.
  await Promise.allSettled(discarded.map(async ({ giveUp }) => giveUp?.()))
  return true
}

/**
 * Saves every unsaved work of the mounts that `leaving` names, without asking.
 *
 * @returns How much was saved, and how much could not be within the time.
 */
export async function saveAll(leaving: Leaving, withinMs: number): Promise<{ saved: number; lost: number }> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), withinMs))
  late.catch(() => {})
  const results = await Promise.allSettled(dirtyGuards(leaving).map(async ({ guard }) => Promise.race([guard.save(), late])))
  const saved = results.filter(({ status }) => status === 'fulfilled').length
  return { saved, lost: results.length - saved }
}
