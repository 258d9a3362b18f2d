import { useHost } from '@digione/sdk/vue'
import { computed, onScopeDispose, ref, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { LessonList, LessonRef } from '../../../api/src/wire.ts'
import { ApiFailure, attendanceApi } from '../api.ts'

const DRAFT_MS = 300

/** The lesson note: written at leisure, saved on purpose or when the page is left, kept as a draft meanwhile. */
export function useNote(lesson: LessonRef, list: ShallowRef<LessonList | null>, show: (answer: LessonList) => void) {
  const host = useHost()
  const key = `note/${lesson.group}/${lesson.date}/${lesson.slot}`
  const text = ref('')
  const saved = ref<{ text: string; version: number } | null>(null)
  const state = ref<'idle' | 'saving' | 'failed' | 'conflict'>('idle')
  const isDirty = computed(() => saved.value !== null && text.value !== saved.value.text)

  watch(
    list,
    (answer) => {
      if (!answer) return
      const isFirst = saved.value === null
      // Somebody else's newer note comes into view unless one is being written here.
      if (isFirst || !isDirty.value) {
        text.value = answer.note.text
        saved.value = answer.note
      }
      if (isFirst) void restore()
    },
    { immediate: true },
  )

  async function restore(): Promise<void> {
    const draft = await host.drafts.get(key).catch(() => undefined)
    if (typeof draft === 'string' && !isDirty.value) text.value = draft
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), DRAFT_MS)
  })
  const keep = () => (isDirty.value ? host.drafts.set(key, text.value) : host.drafts.delete(key)).catch((error: unknown) => host.report(error))

  async function save(): Promise<void> {
    if (!isDirty.value || !saved.value) return
    const written = text.value
    state.value = 'saving'
    try {
      const answer = await attendanceApi(host).note(lesson, { id: crypto.randomUUID(), text: written, version: saved.value.version })
      saved.value = answer.note
      state.value = 'idle'
      show(answer)
      await keep()
    } catch (error) {
      const isConflict = error instanceof ApiFailure && error.status === 409
      state.value = isConflict ? 'conflict' : 'failed'
      // The next attempt is made in the knowledge of the other's text, which stands above the field until then.
      if (isConflict) saved.value = (await attendanceApi(host).list(lesson)).note
      throw error
    }
  }

  const release = host.guard({ isDirty: () => isDirty.value, save })
  onScopeDispose(() => {
    clearTimeout(timer)
    release()
  })

  return { text, saved, state, isDirty, /** Never throws; `state` tells. */ trySave: () => save().catch(() => undefined) }
}
