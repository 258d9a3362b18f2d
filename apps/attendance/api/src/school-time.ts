/** Schools live by the clock of Finland's mainland, wherever a server runs. */
const ZONE = 'Europe/Helsinki'
const DAY_MS = 86_400_000

/** The calendar day at a moment, `YYYY-MM-DD`. */
export const dayAt = (moment: Date) => new Intl.DateTimeFormat('sv', { timeZone: ZONE }).format(moment)

/** The wall clock at a moment, `08:15`. */
export const clockAt = (moment: Date) => new Intl.DateTimeFormat('sv', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(moment)

/** A calendar day some days later, or earlier where `days` is negative. */
export const daysAfter = (date: string, days: number) => new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: string) => new Date(`${date}T00:00Z`).getUTCDay() || 7

/** The Monday of a day's week. */
export const mondayOf = (date: string) => daysAfter(date, 1 - weekdayOf(date))
