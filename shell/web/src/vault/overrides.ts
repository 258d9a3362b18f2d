import { MOST_OVERRIDES } from '@digione/contracts'

const KEY = 'digione.overrides'
const RELEASE = /^[a-z][a-z0-9.-]{0,80}@[0-9a-f]{12}$/

const read = (): string[] => sessionStorage.getItem(KEY)?.split(',') ?? []

/** Releases that this tab asks for in place of those that are on. Whether it may have them, the platform says each time. */
export const overrides = {
  /** As the query of `/api/me`. */
  asked: (): string => (read().length > 0 ? `?override=${read().join(',')}` : ''),
  /** Of a module, this one from now on; the last chosen stay where there are too many. */
  choose(module: string, release: string | null): void {
    const chosen = release !== null && RELEASE.test(release) ? [release] : []
    const all = [...chosen, ...read().filter((one) => !one.startsWith(`${module}@`))].slice(0, MOST_OVERRIDES)
    if (all.length > 0) sessionStorage.setItem(KEY, all.join(','))
    else overrides.drop()
  },
  drop: (): void => sessionStorage.removeItem(KEY),
}
