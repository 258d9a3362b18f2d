import { useEffect, useState } from 'react'
import { schoolNow } from './school-time.ts'

/** The date and time at school, by the minute. */
export function useClock(): { date: string; time: string } {
  const [now, setNow] = useState(() => schoolNow())
  useEffect(() => {
    const timer = setInterval(() => setNow((shown) => (schoolNow().time === shown.time ? shown : schoolNow())), 5_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Whether a media query holds, live. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const changed = () => setHolds(list.matches)
    changed()
    list.addEventListener('change', changed)
    return () => list.removeEventListener('change', changed)
  }, [query])
  return holds
}
