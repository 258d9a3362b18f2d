import type { Question } from '@digione/contracts'
import { useShell } from './store.ts'
import type { Answer, LeaveReason, ShownQuestion } from './store.ts'

// One question stands at a time; the others wait in line.
let line: Promise<unknown> = Promise.resolve()
let settle: ((answer: Answer) => void) | null = null

const show = (question: ShownQuestion | null) => useShell.setState({ question })

function waitForAnswer(question: ShownQuestion): Promise<Answer> {
  show(question)
  return new Promise<Answer>((resolve) => {
    settle = resolve
  })
}

function inLine<T>(run: () => Promise<T>): Promise<T> {
  const turn = line.then(run)
  line = turn.catch(() => {})
  return turn
}

/** The person's answer to the question that stands. */
export function answer(given: Answer) {
  const waiting = settle
  settle = null
  waiting?.(given)
}

/** A module's question. Ends with `false` when `signal` aborts: who asked is gone. */
export function askConfirm(question: Question, module: string | null, signal?: AbortSignal): Promise<boolean> {
  return inLine(async () => {
    if (signal?.aborted) return false
    const id = crypto.randomUUID()
    const withdraw = () => {
      const standing = useShell.getState().question
      if (standing?.id === id) answer(false)
    }
    signal?.addEventListener('abort', withdraw, { once: true })
    const given = await waitForAnswer({ kind: 'confirm', id, question, module })
    signal?.removeEventListener('abort', withdraw)
    show(null)
    return given === true
  })
}

/** "Save, discard, stay?" @returns What came of it; the work is saved before it says so. */
export function askUnsaved(module: string, reason: LeaveReason, save: () => Promise<void>): Promise<'saved' | 'discarded' | 'stay'> {
  return inLine(async () => {
    const question = { kind: 'unsaved', id: crypto.randomUUID(), module, reason, saving: false, failed: false } as const
    let failed = false
    try {
      for (;;) {
        const given = await waitForAnswer({ ...question, failed })
        if (given === 'discard') return 'discarded'
        if (given !== 'save' && given !== true) return 'stay'
        show({ ...question, saving: true })
        try {
          await save()
          return 'saved'
        } catch {
          failed = true
        }
      }
    } finally {
      show(null)
    }
  })
}
