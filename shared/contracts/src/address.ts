import type { AppLocation } from './host.ts'

const EMPTY: Readonly<Record<string, string>> = Object.freeze({})

function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? ''
    if (part.startsWith(':')) {
      try {
        params[part.slice(1)] = decodeURIComponent(value)
      } catch {
        return null
      }
      if (value === '') return null
    } else if (part !== value) return null
  }
  return params
}

/** What an address below a module's base means to it, by the manifest's paths. A pattern of fixed parts beats one with parameters. */
export function locationOf(paths: Readonly<Record<string, unknown>>, below: string): AppLocation {
  const url = new URL(below.startsWith('/') ? below : `/${below}`, 'https://module.invalid')
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : '/'
  const rest = { query: Object.freeze(Object.fromEntries(url.searchParams)), hash: url.hash }
  const parameters = (pattern: string) => pattern.split(':').length
  for (const pattern of Object.keys(paths).toSorted((a, b) => parameters(a) - parameters(b))) {
    const params = match(pattern, path)
    if (params) return Object.freeze({ path, pattern, params: Object.freeze(params), ...rest })
  }
  return Object.freeze({ path, pattern: null, params: EMPTY, ...rest })
}

/** The address of one of a module's own paths, with `:name` filled in. */
export function hrefOf(base: string, path: string, params: Readonly<Record<string, string>> = EMPTY): string {
  const filled = path.replace(/\/:([a-zA-Z0-9-]+)/g, (whole, name: string) => (params[name] === undefined ? whole : `/${encodeURIComponent(params[name])}`))
  return filled === '/' ? base : `${base}${filled.startsWith('/') ? '' : '/'}${filled}`.replace(/\/(?=[?#])/, '')
}

/** Whether `path` is an address of the platform below `base`, as `hrefOf` gives it, rather than a module's own path. */
export const isBelow = (base: string, path: string) => path === base || ['/', '?', '#'].some((end) => path.startsWith(base + end))
