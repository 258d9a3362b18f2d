import { useHost } from '@digione/sdk/vue'
import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import type { LessonList, LessonRef, MarkState } from '../../../api/src/wire.ts'
import { ApiFailure, attendanceApi } from '../api.ts'
import type { MarkRequest } from '../api.ts'
import { keptDraft } from './mark-draft.ts'

/** Taps that follow one another, such as present → late → absent, become one request. */
const GATHER_MS = 350
const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000]

/** `unsaved`: the last attempt failed; the marks are kept on this device and sent again. `refused`: the server does not take them. */
export type Saving = 'idle' | 'saving' | 'saved' | 'unsaved' | 'refused'

interface Step {
  readonly marks: readonly { readonly learner: string; readonly state: MarkState }[]
  readonly marked?: boolean
}

/** What happened that the person should be told: a key of the messages. */
export type Happening = 'mark.restored' | 'mark.changed-meanwhile'

/**
 * Marks one lesson: what is wanted is shown at once, saved as one goes, kept as a draft until the server has it, and can
 * be undone step by step.
 */
export function useMarking(lesson: LessonRef, tell: (what: Happening) => void) {
  const host = useHost()
  const api = attendanceApi(host)
  const draft = keptDraft(host.drafts, lesson)

  const list = shallowRef<LessonList | null>(null)
  const failed = ref<number | null>(null)
  const wanted = reactive(new Map<string, MarkState>())
  const wantedMarked = ref<boolean | null>(null)
  const saving = ref<Saving>('idle')
  const savedAt = ref<string | null>(null)
  const steps = reactive<Step[]>([])

  const stateOf = (learner: string): MarkState => wanted.get(learner) ?? list.value?.pupils.find(({ id }) => id === learner)?.state ?? 'present'
  const isMarked = computed(() => wantedMarked.value ?? list.value?.state === 'marked')
  const isDirty = computed(() => wanted.size > 0 || wantedMarked.value !== null)

  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let running: Promise<void> | null = null
  /** Sent, and perhaps taken: repeated as it is until an answer comes, so that it counts once. */
  let attempt: MarkRequest | null = null

  async function load(): Promise<void> {
    try {
      show(await api.list(lesson))
      failed.value = null
    } catch (error) {
      if (!host.signal.aborted && !list.value) failed.value = error instanceof ApiFailure ? error.status : 0
    }
  }

  /** Takes an answer in. Answers may overtake one another: of each mark the newest version stays. */
  function show(answer: LessonList): void {
    const shown = new Map(list.value?.pupils.map((pupil) => [pupil.id, pupil]))
    list.value = {
      ...answer,
      pupils: answer.pupils.map((pupil) => ((shown.get(pupil.id)?.version ?? 0) > pupil.version ? (shown.get(pupil.id) ?? pupil) : pupil)),
    }
  }

  function want(step: Step): void {
    for (const { learner, state } of step.marks) wanted.set(learner, state)
    if (step.marked !== undefined) wantedMarked.value = step.marked
    saving.value = 'saving'
    failures = 0
    void draft.keep(wanted, wantedMarked.value)
    clearTimeout(timer)
    timer = setTimeout(() => void save(), GATHER_MS)
  }

  /** Sends until nothing is left or an attempt fails. Never throws; `saving` tells. */
  function save(): Promise<void> {
    clearTimeout(timer)
    running ??= sendAll().finally(() => (running = null))
    return running
  }

  async function sendAll(): Promise<void> {
    while (isDirty.value && list.value) {
      attempt ??= requestFor(list.value)
      try {
        const answer = await api.mark(lesson, attempt)
        show(answer)
        settle(attempt)
        failures = 0
      } catch (error) {
        if (!(await recover(error))) return
      }
    }
    if (!list.value) return
    saving.value = 'saved'
    savedAt.value = new Date().toISOString()
    await draft.drop()
  }

  function requestFor({ pupils }: LessonList): MarkRequest {
    const marks = pupils.flatMap(({ id, version }) => {
      const state = wanted.get(id)
      return state === undefined ? [] : [{ learner: id, state, version }]
    })
    return { id: crypto.randomUUID(), marks, ...(wantedMarked.value === null ? {} : { marked: wantedMarked.value }) }
  }

  /** Forgets wishes that came true, unless there is a newer one for the same pupil. */
  function settle(done: MarkRequest): void {
    for (const { learner, state } of done.marks) if (wanted.get(learner) === state) wanted.delete(learner)
    if (done.marked === wantedMarked.value) wantedMarked.value = null
    // A pupil who has left the group meanwhile cannot be marked any more.
    for (const learner of wanted.keys()) if (!list.value?.pupils.some(({ id }) => id === learner)) wanted.delete(learner)
    attempt = null
  }

  /** @returns Whether to go on at once. */
  async function recover(error: unknown): Promise<boolean> {
    if (host.signal.aborted) return false
    const failure = error instanceof ApiFailure ? error : new ApiFailure(0, { cause: error })
    if (failure.status === 409 && attempt) {
      const seen = attempt
      attempt = null
      await load()
      // The colleague's mark stands: it is newer than what this page knew.
      const moved = seen.marks.filter(({ learner, version }) => (list.value?.pupils.find(({ id }) => id === learner)?.version ?? 0) !== version)
      for (const { learner } of moved) wanted.delete(learner)
      if (moved.length > 0) tell('mark.changed-meanwhile')
      return moved.length > 0
    }
    if (!failure.isPassing) {
      saving.value = 'refused'
      attempt = null
      return false
    }
    saving.value = 'unsaved'
    timer = setTimeout(() => void save(), RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)])
    return false
  }

  const retryNow = () => {
    if (isDirty.value && saving.value === 'unsaved') void save()
  }
  globalThis.addEventListener('online', retryNow)

  const release = host.guard({
    isDirty: () => isDirty.value,
    async save() {
      await save()
      if (isDirty.value) throw new Error('The marks are not saved yet.')
    },
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    globalThis.removeEventListener('online', retryNow)
    release()
  })

  void (async () => {
    await load()
    const kept = await draft.read()
    if (!kept || !list.value) return
    tell('mark.restored')
    want(kept)
  })()

  return {
    list,
    failed,
    saving,
    savedAt,
    isMarked,
    isDirty,
    stateOf,
    load,
    save,
    show,
    canUndo: computed(() => steps.length > 0),
    set(learner: string, state: MarkState): void {
      const before = stateOf(learner)
      if (before === state || list.value?.mayMark !== true) return
      steps.push({ marks: [{ learner, state: before }] })
      want({ marks: [{ learner, state }] })
    },
    /** Says that whoever has no mark is present. */
    confirm(): void {
      if (isMarked.value || list.value?.mayMark !== true) return
      steps.push({ marks: [], marked: false })
      want({ marks: [], marked: true })
    },
    /** @returns What it was put back to, for the announcement. */
    undo(): Step | null {
      const step = steps.pop() ?? null
      if (step) want(step)
      return step
    },
  }
}
