import type { Results } from '../results.ts'
import { readFunctions } from './page-watch.ts'
import type { Baseline } from './shell-looks.ts'
import type { Visitor } from './visitor.ts'

/** So many are named. */
const NAMED = 6

/** Looks, while a view stands, at whether the functions that the whole page has from the browser are still those. */
export async function lookAtBuiltins(results: Results, visitor: Visitor, { functions: before }: Baseline): Promise<void> {
  if (!results.wants('builtins')) return
  const now = await visitor.page.evaluate(readFunctions)
  const replaced = Object.keys(before).filter((name) => now[name] !== before[name])
  // New names of the window itself are told as residue, with whatever belongs to them.
  const added = Object.keys(now).filter((name) => !(name in before) && (name.split('.')[0] ?? '') in before)
  const found = [
    ...(replaced.length > 0 ? [`it replaces for the whole page what the browser gives: ${listed(replaced)}`] : []),
    ...(added.length > 0 ? [`it adds for the whole page to what the browser gives: ${listed(added)}`] : []),
  ]
  results.add(
    'builtins',
    found.map((text) => ({ ...visitor.here, text })),
  )
}

/** The first few by name, and how many there are besides. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
