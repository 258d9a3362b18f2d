import { useHost } from '@digione/sdk/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LessonsAnswer } from './lesson.ts'

export type Lessons = { readonly state: 'loading' } | { readonly state: 'failed' } | ({ readonly state: 'ready' } & LessonsAnswer)

/**
 * Lessons, fetched anew when one of them changes, when the person comes back to the page, and by `retry`.
 *
 * @param of Which ones, as the backend takes it.
 */
export function useLessons(of: string): { lessons: Lessons; retry: () => void } {
  const host = useHost()
  const [lessons, setLessons] = useState<Lessons>({ state: 'loading' })
  const latest = useRef(0)

  const load = useCallback(
    async (signal: AbortSignal) => {
      const turn = ++latest.current
      try {
        const response = await host.fetch(`api:/lessons?${of}`, { signal })
        if (!response.ok) throw new Error(`The timetable's backend answered ${response.status}.`)
        const answer = (await response.json()) as LessonsAnswer
        // A slower answer to an earlier question must not replace a later one.
        if (turn === latest.current) setLessons({ state: 'ready', ...answer })
      } catch (error) {
        if (signal.aborted || turn !== latest.current) return
        host.report(error)
        setLessons((shown) => (shown.state === 'ready' ? shown : { state: 'failed' }))
      }
    },
    [host, of],
  )

  useEffect(() => {
    const controller = new AbortController()
    setLessons({ state: 'loading' })
    void load(controller.signal)
    const again = () => void load(controller.signal)
    const forget = host.on('timetable.changed.v1', again)
    const whenSeen = () => document.visibilityState === 'visible' && again()
    document.addEventListener('visibilitychange', whenSeen)
    return () => {
      controller.abort()
      forget()
      document.removeEventListener('visibilitychange', whenSeen)
    }
  }, [host, load])

  const retry = useCallback(() => {
    setLessons({ state: 'loading' })
    void load(host.signal)
  }, [host, load])
  return { lessons, retry }
}
