import { useHost } from '@digione/sdk/vue'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { Seating } from '../../../api/src/wire.ts'
import { ApiFailure, attendanceApi } from '../api.ts'

export const COLUMNS = [3, 4, 5, 6, 7, 8] as const

/** What a move did, for whoever does not see it. */
export interface Moved {
  readonly from: number
  readonly to: number
}

/** Where a group sits, and the arranging of it: changed at leisure, saved on purpose or when the page is left. */
export function useSeating(group: string, saved: Ref<Seating>, { show, stale }: { show(seating: Seating): void; stale(): void }) {
  const host = useHost()
  const api = attendanceApi(host)
  /** What is being arranged; `null` while nothing is. */
  const draft = shallowRef<Seating | null>(null)
  /** The place whose pupil is about to move. */
  const held = ref<number | null>(null)
  const state = ref<'idle' | 'saving' | 'failed' | 'conflict'>('idle')

  const isArranging = computed(() => draft.value !== null)
  const isDirty = computed(() => {
    const { value } = draft
    return value !== null && (value.columns !== saved.value.columns || trimmed(value.seats).join() !== trimmed(saved.value.seats).join())
  })
  const columns = computed(() => (draft.value ?? saved.value).columns)
  const seats = computed(() => whole((draft.value ?? saved.value).seats, columns.value, isArranging.value))

  function start() {
    draft.value = { ...saved.value }
    held.value = null
    state.value = 'idle'
  }
  function stop() {
    draft.value = null
    held.value = null
  }

  /** Takes a pupil up, or puts the one that is held in this place; whoever is there changes places. */
  function press(at: number): Moved | null {
    if (!draft.value) return null
    const from = held.value
    if (from === null) {
      if (seats.value[at] !== null) held.value = at
      return null
    }
    held.value = null
    if (from === at) return null
    const moved = [...seats.value]
    ;[moved[from], moved[at]] = [moved[at] ?? null, moved[from] ?? null]
    draft.value = { ...draft.value, seats: trimmed(moved) }
    return { from, to: at }
  }
  function setColumns(count: number) {
    if (draft.value) draft.value = { ...draft.value, columns: count }
    held.value = null
  }

  async function put(wanted: Seating): Promise<Seating> {
    const answer = await api.arrange(group, { id: crypto.randomUUID(), columns: wanted.columns, seats: trimmed(wanted.seats), version: saved.value.version })
    show(answer)
    return answer
  }

  async function save(): Promise<void> {
    const { value: wanted } = draft
    if (!wanted || !isDirty.value) return stop()
    const before = saved.value
    state.value = 'saving'
    try {
      await put(wanted)
      stop()
      state.value = 'idle'
      host.notify({
        text: host.t('seats.saved'),
        tone: 'success',
        action: { label: host.t('undo'), run: () => void put(before).catch(() => host.notify({ text: host.t('seats.failed'), tone: 'warning' })) },
      })
    } catch (error) {
      const isConflict = error instanceof ApiFailure && error.status === 409
      state.value = isConflict ? 'conflict' : 'failed'
      // The next attempt is made in the knowledge of the other's arrangement.
      if (isConflict) stale()
      throw error
    }
  }

  const release = host.guard({ isDirty: () => isDirty.value, save })
  onScopeDispose(release)
  return {
    columns,
    seats,
    held,
    state,
    isArranging,
    isDirty,
    start,
    stop,
    press,
    setColumns,
    /** Never throws; `state` tells. */ trySave: () => save().catch(() => undefined),
  }
}

/** Without the empty places at the end. */
function trimmed(seats: readonly (string | null)[]): (string | null)[] {
  return seats.slice(0, seats.findLastIndex((learner) => learner !== null) + 1)
}

/** In whole rows; with one more, to move to, while it is arranged. */
function whole(seats: readonly (string | null)[], columns: number, withSpare: boolean): (string | null)[] {
  const rows = Math.ceil(trimmed(seats).length / columns) + (withSpare ? 1 : 0)
  return Array.from({ length: rows * columns }, (_, at) => seats[at] ?? null)
}
