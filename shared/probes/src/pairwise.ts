type Axes = Readonly<Record<string, readonly unknown[]>>
export type Combination<A extends Axes> = { readonly [Name in keyof A]: A[Name][number] }

/** Every combination of one value of each axis. */
export function allOf<A extends Axes>(axes: A): Combination<A>[] {
  let found: Record<string, unknown>[] = [{}]
  for (const [name, values] of Object.entries(axes)) found = found.flatMap((one) => values.map((value) => ({ ...one, [name]: value })))
  return found as Combination<A>[]
}

/** The pairs of values that a combination holds, in words. */
export function pairsOf(combination: Readonly<Record<string, unknown>>): string[] {
  const parts = Object.entries(combination).map(([name, value]) => `${name}=${String(value)}`)
  return parts.flatMap((one, at) => parts.slice(at + 1).map((other) => `${one} ${other}`))
}

/**
 * A few combinations in which each value of each axis meets each value of each other axis: what goes wrong for one value, or
 * for two that meet, shows in them. Always the same ones for the same axes.
 */
export function pairwise<A extends Axes>(axes: A): Combination<A>[] {
  const all = allOf(axes)
  const missing = new Set(all.flatMap(pairsOf))
  const chosen: Combination<A>[] = []
  while (missing.size > 0) {
    const gain = (one: Combination<A>) => pairsOf(one).filter((pair) => missing.has(pair)).length
    const best = all.reduce((most, one) => (gain(one) > gain(most) ? one : most))
    for (const pair of pairsOf(best)) missing.delete(pair)
    chosen.push(best)
  }
  return chosen
}
