import { useHost } from '@digione/sdk/vue'
import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { ApiFailure } from './api.ts'

const TOGETHER_MS = 120

export interface Answer<T> {
  readonly value: ShallowRef<T | null>
  /** The status of the answer that failed, where there is nothing else to show. */
  readonly failed: ShallowRef<number | null>
  /** Asks again. Never throws. */
  load(): Promise<void>
}

/** What the API says, asked for at once and again whenever one of `facts` is heard; what is shown stays until a newer answer is here. */
export function useAnswer<T>(ask: () => Promise<T>, facts: readonly ('attendance.marked.v1' | 'attendance.explained.v1')[] = []): Answer<T> {
  const host = useHost()
  const value: ShallowRef<T | null> = shallowRef(null)
  const failed = shallowRef<number | null>(null)
  let latest = 0

  async function load(): Promise<void> {
    const turn = ++latest
    try {
      const answer = await ask()
      if (turn !== latest) return
      value.value = answer
      failed.value = null
    } catch (error) {
      if (turn === latest && !host.signal.aborted) failed.value = error instanceof ApiFailure ? error.status : 0
    }
  }

  // A whole class may be marked at once: one question for all that is heard together.
  let timer: ReturnType<typeof setTimeout> | undefined
  const hear = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), TOGETHER_MS)
  }
  const ends = facts.map((fact) => host.on(fact, hear))
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const end of ends) end()
  })
  void load()
  return { value, failed, load }
}
