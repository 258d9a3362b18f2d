// The rule is React's: a ref of Vue is there to be written to.
/* oxlint-disable react/immutability */
import { useHost, useSettings } from '@digione/sdk/vue'
import { computed, ref } from 'vue'
import { REASONS } from '../../../api/src/wire.ts'
import type { Absence, AbsenceReport, Explanation, Reason } from '../../../api/src/wire.ts'
import { ApiFailure, attendanceApi } from '../api.ts'
import { useAnswer } from '../use-answer.ts'

/** What is explained at once: the lessons that one day was missed. */
export interface MissedDay {
  readonly date: string
  readonly lessons: readonly Absence[]
  /** The last day to explain it, `YYYY-MM-DD`. */
  readonly due: string
}

const daysAfter = (date: string, days: number) => new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** A learner's absences as the family meets them: what asks to be explained, what has been, and the explaining. */
export function useFamily() {
  const host = useHost()
  const api = attendanceApi(host)
  const settings = useSettings()
  const learner = host.context.learner?.id ?? ''
  const { value: report, failed, load } = useAnswer<AbsenceReport>(() => api.absences(learner), ['attendance.marked.v1', 'attendance.explained.v1'])

  const reasons = computed(() => REASONS.filter((reason) => settings.value.reasons?.includes(reason) ?? true))
  const missed = computed((): MissedDay[] => {
    const open = report.value?.absences.filter(({ state, explanation }) => state === 'absent' && !explanation) ?? []
    // Oldest first: its time runs out first.
    return [...new Set(open.map(({ date }) => date))].toSorted().map((date) => ({
      date,
      lessons: open.filter((absence) => absence.date === date),
      due: daysAfter(date, settings.value.explanationDays ?? 7),
    }))
  })

  const weekInWords = computed(() => {
    const { absent, late } = report.value?.week ?? { absent: 0, late: 0 }
    if (absent + late === 0) return host.t('week.none')
    if (late === 0) return host.t('week.absent', { absent })
    return absent === 0 ? host.t('week.late', { late }) : host.t('week.some', { absent, late })
  })

  /** The explanation just sent from here, until another is begun. */
  const sent = ref<{ readonly date: string; readonly explanation: string; readonly reason: Reason } | null>(null)
  const state = ref<'idle' | 'sending' | 'failed' | 'meanwhile'>('idle')
  /** Kept over retries, so that an explanation whose answer was lost counts once. */
  let attempt: { readonly key: string; readonly id: string } | null = null

  async function send(day: MissedDay, reason: Reason, text?: string): Promise<boolean> {
    if (state.value === 'sending') return false
    state.value = 'sending'
    const lessons = day.lessons.map(({ group, date, slot }) => ({ group, date, slot }))
    const key = JSON.stringify([lessons, reason, text])
    if (attempt?.key !== key) attempt = { key, id: crypto.randomUUID() }
    try {
      report.value = await api.explain(learner, { id: attempt.id, lessons, reason, ...(text ? { text } : {}) })
      sent.value = { date: day.date, explanation: attempt.id, reason }
      state.value = 'idle'
      attempt = null
      return true
    } catch (error) {
      const isMeanwhile = error instanceof ApiFailure && (error.status === 409 || error.status === 404)
      // What changed is shown together with the word that it did.
      if (isMeanwhile) await load()
      state.value = isMeanwhile ? 'meanwhile' : 'failed'
      return false
    }
  }

  async function withdraw({ id }: Pick<Explanation, 'id'>): Promise<boolean> {
    try {
      report.value = await api.withdraw(learner, id)
      sent.value = null
      state.value = 'idle'
      return true
    } catch {
      host.notify({ text: host.t('explain.undo-failed'), tone: 'danger' })
      return false
    }
  }

  return { report, failed, load, reasons, missed, sent, state, send, withdraw, weekInWords, isOwn: host.context.role === 'learner' }
}
