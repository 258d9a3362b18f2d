export type TimeFormat = 'time' | 'date' | 'long-date' | 'date-time' | 'day'

export interface TimeOptions {
  /** BCP 47; a language alone means as it is spoken in Finland. */
  locale: string
  /** @default 'time' */
  format?: TimeFormat
  /** Only used for values that carry an offset. @default 'Europe/Helsinki' */
  timeZone?: string
  /** What `day` counts from. @default the present */
  now?: Date
}

/**
 * Writes a moment or a range as people read it: `8.15–9.00`, `ma 23.11.`, `huomenna`.
 *
 * A value without an offset (`08:15`, `2026-11-23`, `2026-11-23T08:15`) is what the wall clock shows and is never moved between zones.
 * `day` says today, tomorrow or yesterday, and the weekday and date otherwise.
 *
 * @returns An empty string when `start` is not a time.
 */
export function formatTime(start: string, end: string | undefined, options: TimeOptions): string {
  const { format = 'time', timeZone = 'Europe/Helsinki', now = new Date() } = options
  const locale = inFinland(options.locale)
  const from = parse(start)
  if (!from) return ''
  const zone = hasOffset(start) ? timeZone : 'UTC'
  if (format === 'day') return formatDay(from, locale, zone, timeZone, now)
  const formatter = new Intl.DateTimeFormat(locale, { ...partsOf(format, locale), timeZone: zone })
  const to = end ? parse(end) : undefined
  if (!to || to < from) return formatter.format(from)
  // formatRange would add a zero to the hour in English, and none in Finnish: here 8.15 stays 8.15 in both.
  return format === 'time' ? `${formatter.format(from)}–${formatter.format(to)}` : formatter.formatRange(from, to)
}

function partsOf(format: TimeFormat, locale: string): Intl.DateTimeFormatOptions {
  const time = { hour: 'numeric', minute: '2-digit' } as const
  if (format === 'time') return time
  if (format === 'long-date' || format === 'day') return { weekday: 'long', day: 'numeric', month: 'long' }
  // In English 23/11 and 11/23 are both read; the month's name is not mistaken.
  const date = { weekday: 'short', day: 'numeric', month: locale.startsWith('en') ? 'short' : 'numeric' } as const
  return format === 'date' ? date : { ...date, ...time }
}

function formatDay(from: Date, locale: string, zone: string, homeZone: string, now: Date): string {
  const days = Math.round((midnight(from, zone) - midnight(now, homeZone)) / 86_400_000)
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
  return new Intl.DateTimeFormat(locale, { ...partsOf('day', locale), timeZone: zone }).format(from)
}

/** The calendar day as ms, so that two days can be subtracted without daylight saving in between. */
function midnight(date: Date, timeZone: string): number {
  return Date.parse(`${new Intl.DateTimeFormat('sv', { timeZone }).format(date)}T00:00Z`)
}

function parse(value: string): Date | undefined {
  const whole = /^\d\d?:\d\d/.test(value) ? `1970-01-01T${value.padStart(5, '0')}` : value
  const date = new Date(hasOffset(whole) || !whole.includes('T') ? whole : `${whole}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function hasOffset(value: string): boolean {
  return /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(value)
}

function inFinland(locale: string): string {
  try {
    const { language, region, script } = new Intl.Locale(locale)
    return [language, script, region ?? 'FI'].filter(Boolean).join('-')
  } catch {
    return 'fi-FI'
  }
}
