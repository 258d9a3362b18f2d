/** Municipalities decide by the clock of Finland, wherever their administrator is. */
const ZONE = 'Europe/Helsinki'

/** The conventions of numbers and times that a language has here. */
export const conventionsOf = (locale: string): string => (locale === 'en' ? 'en-GB' : `${locale}-FI`)

/** Day and time of what was decided or published, given as ISO 8601; a day alone where it is its beginning. */
export function shortTime(locale: string): (at: string) => string {
  const exact = new Intl.DateTimeFormat(conventionsOf(locale), { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE })
  const day = new Intl.DateTimeFormat(conventionsOf(locale), { dateStyle: 'short', timeZone: ZONE })
  return (at) => (clockOf(at).time === '00:00' ? day : exact).format(new Date(at))
}

const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE })

/** An instant as a clock in Finland shows it: `2027-08-01` and `00:00`. */
export function clockOf(at: string): { readonly date: string; readonly time: string } {
  const [date = '', time = ''] = clock.format(new Date(at)).split(' ')
  return { date, time }
}

/** The instant at which a clock in Finland shows that, as ISO 8601; `null` where none ever does. Of an hour that comes twice, the first. */
export function instantOf(date: string, time: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time)) return null
  return (
    ['+03:00', '+02:00']
      .map((offset) => new Date(`${date}T${time}:00${offset}`))
      .filter((at) => !Number.isNaN(at.getTime()))
      .map((at) => at.toISOString())
      .find((at) => clockOf(at).date === date && clockOf(at).time === time) ?? null
  )
}
