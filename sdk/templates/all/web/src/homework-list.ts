import type { Host, Live } from '@digione/sdk'
import { fetchHomework, saveDone } from './homework.ts'
import type { Homework } from './homework.ts'

export type HomeworkState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed' }
  | { readonly status: 'ready'; readonly homework: readonly Homework[] }

/** What a view shows, and what a person does in it. */
export interface HomeworkList extends Live<HomeworkState> {
  retry(): void
  setDone(item: Homework, isDone: boolean): void
}

/** The homework of one mount. It is fetched when the first view subscribes. */
export function openHomework(host: Host): HomeworkList {
  const runs = new Set<(state: HomeworkState) => void>()
  let state: HomeworkState = { status: 'loading' }
  let isAsked = false

  const show = (next: HomeworkState) => {
    state = next
    for (const run of Array.from(runs)) run(next)
  }
  const failed = (error: unknown) => {
    // Whoever went elsewhere needs no message about it.
    if (host.signal.aborted) return false
    host.report(error)
    return true
  }
  const load = async () => {
    isAsked = true
    show({ status: 'loading' })
    try {
      show({ status: 'ready', homework: await fetchHomework(host) })
    } catch (error) {
      if (failed(error)) show({ status: 'failed' })
    }
  }
  const mark = (id: string, isDone: boolean) => {
    if (state.status === 'ready') show({ ...state, homework: state.homework.map((item) => (item.id === id ? { ...item, isDone } : item)) })
  }

  async function setDone(item: Homework, isDone: boolean) {
    // Shown at once, and taken back where it could not be saved.
    mark(item.id, isDone)
    try {
      await saveDone(host, item.id, isDone)
    } catch (error) {
      mark(item.id, !isDone)
      if (failed(error)) host.notify({ text: host.t('notSaved'), tone: 'danger' })
      return
    }
    if (!isDone) return
    const undo = { label: host.t('undo'), run: () => void setDone(item, false) }
    host.notify({ text: host.t('markedDone', { subject: host.t(`subject.${item.subject}`) }), tone: 'success', action: undo })
  }

  return {
    get value() {
      return state
    },
    subscribe(run) {
      // One wrapper for each call: the same function may subscribe twice and end one of them.
      const own = (next: HomeworkState) => run(next)
      runs.add(own)
      run(state)
      if (!isAsked) void load()
      return () => void runs.delete(own)
    },
    retry: () => void load(),
    setDone: (item, isDone) => void setDone(item, isDone),
  }
}
