import { DigiOneError } from '@digione/contracts'

export interface Condition {
  readonly field: string
  readonly value: string
}

const CONDITION = /^\s*([A-Za-z.]+)\s*=\s*'((?:[^']|'')*)'\s*$/

/**
 * Reads OneRoster's `filter`, as far as the platform takes it: `field='value'`, several joined by `AND`.
 * @throws {DigiOneError} INPUT_INVALID for anything else.
 */
export function parseFilter(filter: string): Condition[] {
  // An "AND" within quotes belongs to the value: only those with an even number of quotes before them join.
  const parts: string[] = []
  let quotes = 0
  let start = 0
  for (const match of filter.matchAll(/'|\s+AND\s+/gi)) {
    if (match[0] === "'") quotes += 1
    else if (quotes % 2 === 0) {
      parts.push(filter.slice(start, match.index))
      start = match.index + match[0].length
    }
  }
  parts.push(filter.slice(start))
  return parts.map((part) => {
    const [, field, value] = CONDITION.exec(part) ?? []
    if (field === undefined || value === undefined)
      throw new DigiOneError('INPUT_INVALID', 'The filter', `"${part.trim().slice(0, 80)}" is not of the form field='value'`)
    return { field, value: value.replaceAll("''", "'") }
  })
}
