import type { Shares } from '../../loader/remotes.ts'

/** What a release shares with whoever mounts it, of what the shell brings; the rest stays unfetched. @param names As its build lists them. */
export async function sharesFor(names: readonly string[]): Promise<Shares> {
  const has = (part: string) => names.some((name) => name.includes(part))
  const loaded = await Promise.all([
    has('react') ? import('./react.ts') : null,
    has('zustand') ? import('./zustand.ts') : null,
    has('i18next') ? import('./i18next.ts') : null,
  ])
  return Object.assign({}, ...loaded.map((one) => one?.shares))
}
