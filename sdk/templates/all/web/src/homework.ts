import type { Host } from '@digione/sdk'

/** What the backend tells of one piece of homework. */
export interface Homework {
  readonly id: string
  readonly subject: 'AI' | 'MA' | 'YL' | 'A1' | 'MU'
  /** As the teacher wrote it, in `language`. */
  readonly text: string
  readonly language: string
  /** A day such as `2026-11-24`. */
  readonly due: string
  /** `null` where nobody's marks are shown: to a teacher. */
  readonly isDone: boolean | null
}

export interface Day {
  readonly date: string
  readonly homework: readonly Homework[]
}

export const SUBJECT_ICON = { AI: 'book', MA: 'calculator', YL: 'leaf', A1: 'languages', MU: 'music' } as const

/** @throws where the backend does not answer as expected. */
export async function fetchHomework(host: Host): Promise<readonly Homework[]> {
  const answer = await host.fetch('api:/homework')
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`)
  const { homework } = (await answer.json()) as { homework: readonly Homework[] }
  return homework
}

/** @throws where it was not saved. */
export async function saveDone(host: Host, id: string, isDone: boolean): Promise<void> {
  const answer = await host.fetch(`api:/homework/${encodeURIComponent(id)}/done`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ isDone }),
  })
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`)
}

/** The homework of the next days, each day's together, the nearest first. */
export function byDay(homework: readonly Homework[], daysAhead: number, now = new Date()): Day[] {
  const last = new Date(now.getTime() + daysAhead * 86_400_000).toISOString().slice(0, 10)
  const shown = homework.filter(({ due }) => due <= last).toSorted((a, b) => (a.due < b.due ? -1 : 1))
  return [...Map.groupBy(shown, ({ due }) => due)].map(([date, ofDay]) => ({ date, homework: ofDay }))
}

/** How much there is, in words. */
export function summary(host: Host, homework: readonly Homework[]): string {
  if (homework.every(({ isDone }) => isDone === null)) return host.t('count', { count: homework.length })
  const left = homework.filter(({ isDone }) => !isDone).length
  return left === 0 ? host.t('allDone') : host.t('left', { count: left })
}
