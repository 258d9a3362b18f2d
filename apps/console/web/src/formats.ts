/** The conventions of numbers and times that a language has here. */
export const conventionsOf = (locale: string): string => (locale === 'en' ? 'en-GB' : `${locale}-FI`)

/** Day and time of what was decided or published, given as ISO 8601. */
export function shortTime(locale: string): (at: string) => string {
  const format = new Intl.DateTimeFormat(conventionsOf(locale), { dateStyle: 'short', timeStyle: 'short' })
  return (at) => format.format(new Date(at))
}
