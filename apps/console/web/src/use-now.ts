import { useEffect, useState } from 'react'

const EVERY_MS = 10_000

/** The time, in milliseconds since the epoch, as it goes on: what comes into force does so in an open page as well. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
