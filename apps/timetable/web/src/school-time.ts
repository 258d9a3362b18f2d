/** Schools' clocks show the time of Finland, wherever the browser is. */
const ZONE = 'Europe/Helsinki'
const DAY_MS = 86_400_000
const isoParts = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })

/** The date and the clock time at a Finnish school: `{ date: '2026-11-24', time: '08:15' }`. */
export function schoolNow(now: Date = new Date()): { date: string; time: string } {
  const [date = '', time = ''] = isoParts.format(now).split(' ')
  return { date, time }
}

const utc = (date: string) => new Date(`${date}T12:00:00Z`)
export const addDays = (date: string, days: number) => new Date(utc(date).getTime() + days * DAY_MS).toISOString().slice(0, 10)

/** Monday 1 … Sunday 7. */
export const weekdayOf = (date: string) => utc(date).getUTCDay() || 7
export const mondayOf = (date: string) => addDays(date, 1 - weekdayOf(date))

/** `date` itself, or the Monday after where it is on a weekend. */
export const schoolDayFrom = (date: string) => (weekdayOf(date) > 5 ? addDays(mondayOf(date), 7) : date)

/** The school day before or after. */
export function neighbouringDay(date: string, step: 1 | -1): string {
  const next = addDays(date, step)
  return weekdayOf(next) > 5 ? neighbouringDay(next, step) : next
}

/** ISO 8601 week number. */
export function weekNumber(date: string): number {
  const thursday = addDays(mondayOf(date), 3)
  const first = `${thursday.slice(0, 4)}-01-01`
  return Math.floor((utc(thursday).getTime() - utc(first).getTime()) / DAY_MS / 7) + 1
}

/** `ma 23.11.`, `mån 23.11`, `Mon 23 Nov`: in English 23/11 and 11/23 are both read. */
export const shortDay = (date: string, locale: string) =>
  new Intl.DateTimeFormat(regional(locale), {
    weekday: 'short',
    day: 'numeric',
    month: locale.startsWith('en') ? 'short' : 'numeric',
    timeZone: 'UTC',
  }).format(utc(date))

/** `maanantai 23. marraskuuta` */
export const longDay = (date: string, locale: string) =>
  new Intl.DateTimeFormat(regional(locale), { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(utc(date))

const regional = (locale: string) => ({ fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' })[locale] ?? locale

/** `08:15` as the clock is written in Finland: `8.15` in Finnish and Swedish, and so in its English (`en-FI`), as in every other module. */
export const clock = (time: string, locale: string) =>
  new Intl.DateTimeFormat(locale.includes('-') ? locale : `${locale}-FI`, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
    new Date(`1970-01-01T${time}Z`),
  )
export const clockRange = (starts: string, ends: string, locale: string) => `${clock(starts, locale)}–${clock(ends, locale)}`

/** Minutes since midnight. */
export const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
