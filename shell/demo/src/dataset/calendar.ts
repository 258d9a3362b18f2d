export interface Term {
  /** `YYYY-MM-DD`, both days included. */
  readonly from: string
  readonly until: string
}

export const dayOf = (date: Date) => date.toISOString().slice(0, 10)

/**
 * The term that covers a day. The school year begins on 1 August and ends on 31 July, also in the law's words
 * (Perusopetuslaki 23 §, Lukiolaki 2 §), so that every day of the year is in a term.
 */
export function termOf(today: Date): Term {
  const year = today.getUTCFullYear()
  return today.getUTCMonth() >= 7 ? { from: `${year}-08-01`, until: `${year}-12-31` } : { from: `${year}-01-01`, until: `${year}-07-31` }
}

/** The calendar year in which the present school year began. */
export const schoolYearOf = (today: Date) => today.getUTCFullYear() - (today.getUTCMonth() >= 7 ? 0 : 1)
