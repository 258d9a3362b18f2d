/** Every place of a value that is no object, as the way to it. */
export function leavesOf(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...way, key])) : [way]
}

/** A copy in which one bit of what is at the end of a way is another: of a text, in its middle. */
export function withBitFlipped<T>(value: T, way: readonly string[]): T {
  const copy = structuredClone(value)
  const parent = way.slice(0, -1).reduce((place, key) => place[key] as Record<string, unknown>, copy as Record<string, unknown>)
  const key = way.at(-1) ?? ''
  const leaf = parent[key]
  if (typeof leaf === 'number') parent[key] = leaf ^ 1
  else if (typeof leaf === 'boolean') parent[key] = !leaf
  else if (typeof leaf === 'string' && leaf !== '') {
    const at = Math.floor(leaf.length / 2)
    parent[key] = leaf.slice(0, at) + String.fromCharCode(leaf.charCodeAt(at) ^ 1) + leaf.slice(at + 1)
  } else parent[key] = 'x'
  return copy
}
