import type { MessageKey } from '../language/index.ts'

/** Helsinki's wall clock: the platform's people live by it, wherever their device is set. */
const ZONE = 'Europe/Helsinki'

export function greetingKey(now: Date): Extract<MessageKey, `greeting.${string}`> {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone: ZONE }).format(now))
  if (hour >= 4 && hour < 10) return 'greeting.morning'
  return hour >= 10 && hour < 17 ? 'greeting.day' : 'greeting.evening'
}

/** `tiistai 24. marraskuuta` */
export const longDate = (now: Date, locale: string) =>
  new Intl.DateTimeFormat(`${locale}-FI`, { weekday: 'long', day: 'numeric', month: 'long', timeZone: ZONE }).format(now)
