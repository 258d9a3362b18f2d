import type { Host } from '@digione/sdk'
import type { LessonRef, MarkState } from '../../../api/src/wire.ts'

interface Kept {
  readonly marks: { readonly learner: string; readonly state: MarkState }[]
  readonly marked?: boolean
}

const isState = (value: unknown): value is MarkState => value === 'present' || value === 'late' || value === 'absent'

/** Marks that the server does not have yet, kept on this device for this person. Without a draft store they live as long as the page. */
export function keptDraft(drafts: Host['drafts'], { group, date, slot }: LessonRef) {
  const key = `marks/${group}/${date}/${slot}`
  // One after another: a slow "keep" must not land after a "drop".
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = (run: () => Promise<unknown>) => (queue = queue.then(run).catch(() => undefined))

  return {
    keep: (marks: ReadonlyMap<string, MarkState>, marked: boolean | null) => {
      const value = { marks: [...marks].map(([learner, state]) => ({ learner, state })), marked }
      return inTurn(() => drafts.set(key, value))
    },
    drop: () => inTurn(() => drafts.delete(key)),
    async read(): Promise<Kept | null> {
      const value = await drafts.get(key).catch(() => undefined)
      if (typeof value !== 'object' || value === null || !('marks' in value) || !Array.isArray(value.marks)) return null
      const marks = (value.marks as unknown[]).flatMap((entry) => {
        if (typeof entry !== 'object' || entry === null || !('learner' in entry) || !('state' in entry)) return []
        return typeof entry.learner === 'string' && isState(entry.state) ? [{ learner: entry.learner, state: entry.state }] : []
      })
      const marked = 'marked' in value && typeof value.marked === 'boolean' ? value.marked : undefined
      return marks.length > 0 || marked !== undefined ? { marks, ...(marked === undefined ? {} : { marked }) } : null
    },
  }
}
