const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki', year: 'numeric', month: '2-digit', day: '2-digit' })

/** The calendar day in Finland, `YYYY-MM-DD`, of an instant in milliseconds since the epoch. */
export const dayOf = (now: number) => day.format(now)

/** Whether a period of days, both ends included, covers a day. */
export const covers = (period: { from_day: string; until_day: string | null }, today: string) =>
  period.from_day <= today && (period.until_day === null || today <= period.until_day)
