import { useHost } from '@digione/sdk/vue'
import { onScopeDispose } from 'vue'
import type { LessonRef, Pupil } from '../../../api/src/wire.ts'
import type { useMarking } from './use-marking.ts'

const TOGETHER_MS = 100

/** Follows what others do to this lesson while its page is open: guardians explain, a colleague marks. */
export function useExplanations(lesson: LessonRef, { list, load }: Pick<ReturnType<typeof useMarking>, 'list' | 'load'>, tell: (pupil: Pupil) => void): void {
  const host = useHost()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    const before = new Set(list.value?.pupils.filter(({ explanation }) => explanation).map(({ id }) => id))
    await load()
    for (const pupil of list.value?.pupils ?? []) if (pupil.explanation && !before.has(pupil.id)) tell(pupil)
  }

  const hear = ({ data }: { readonly data: Readonly<Record<string, unknown>> }) => {
    if (data['group'] !== lesson.group || data['date'] !== lesson.date || data['slot'] !== lesson.slot) return
    // One's own marks come back as facts too: nothing to look at.
    if (typeof data['learner'] === 'string' && list.value?.pupils.find(({ id }) => id === data['learner'])?.state === data['state']) return
    clearTimeout(timer)
    timer = setTimeout(() => void look(), TOGETHER_MS)
  }
  const ends = [host.on('attendance.explained.v1', hear), host.on('attendance.marked.v1', hear)]
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const end of ends) end()
  })
}
