import { locationOf } from './address.ts'
import type { Role } from './codes.ts'
import type { NamedRequest } from './vault.ts'

/** A request that a page makes as soon as it is mounted, as its manifest names it. */
export interface First {
  readonly ask: string
  readonly roles?: readonly Role[] | undefined
  readonly idle?: boolean | undefined
}

/** Such a request, filled in. */
export interface Ask extends NamedRequest {
  /** Whether nothing comes of it where nobody opens the page. */
  readonly isIdle: boolean
}

/** With what a page is mounted, as its module sees it. */
export interface AskedAs {
  readonly role: Role
  readonly learner: string | null
  readonly now: Date
}

/** The date in Finland, wherever this runs: `2026-11-24`. */
const todayAt = (now: Date) => now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' })

/**
 * What a page of a module asks first, by its manifest.
 *
 * A request whose path lacks a part is left out; a parameter that lacks its value is left out of its request.
 * @param below The address below the module's base, query included.
 */
export function askedFirst(paths: Readonly<Record<string, { readonly first?: readonly First[] | undefined }>>, below: string, as: AskedAs): Ask[] {
  const { pattern, params, query } = locationOf(paths, below)
  const first = pattern === null ? undefined : paths[pattern]?.first
  if (!first) return []

  const valueOf = (source: string) => {
    if (source === 'today') return todayAt(as.now)
    if (source === 'context.learner.id') return as.learner
    const [from, name = ''] = source.split('.')
    return (from === 'params' ? params : query)[name]
  }
  /** `null`: there is nothing to put there. */
  const fill = (part: string) => {
    if (!part.startsWith('{')) return part
    const value = part
      .slice(1, -1)
      .split('|')
      .map(valueOf)
      .find((one) => one)
    return value ? encodeURIComponent(value) : null
  }

  return first.flatMap(({ ask, roles, idle }) => {
    const [, api = '', path = '', search = ''] = /^([^:]*):([^?]*)\??(.*)$/.exec(ask) ?? []
    const parts = path.split('/').map(fill)
    // A value may not lead to another request than the one that is named.
    if ((roles && !roles.includes(as.role)) || parts.some((part) => part === null || /^\.\.?$/.test(part))) return []
    const pairs = search.split('&').flatMap((pair) => {
      const [name = '', value = ''] = pair.split('=')
      const filled = fill(value)
      return name === '' || filled === null ? [] : [`${name}=${filled}`]
    })
    // As the host writes what a module asks for.
    const { pathname, search: written } = new URL(`${parts.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`, 'https://api.invalid')
    return [{ api, path: pathname + written, isIdle: idle === true }]
  })
}
