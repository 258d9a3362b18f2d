import { MODULE_ID, MUNICIPALITY_SLUG } from '@digione/contracts'

/** What an address of the shell means. */
export type Route =
  | { readonly kind: 'desktop' }
  /** `path` is the part below the module's base, query and hash included: `/groups/7b?date=2026-11-24`. */
  | { readonly kind: 'module'; readonly municipality: string; readonly module: string; readonly path: string }
  | { readonly kind: 'statement' }
  | { readonly kind: 'feedback' }
  | { readonly kind: 'more' }
  | { readonly kind: 'unknown'; readonly path: string }

/** The shell's own pages; no municipality may be called so. */
export const OWN_PAGES = { statement: '/accessibility', feedback: '/feedback', more: '/more' } as const

/** First parts of addresses that belong to the server; a link there leaves the document. */
const SERVERS = new Set(['api', 'assets', 'releases', 'ims', 'docs', 'healthz', 'readyz', 'metrics', 'oidc'])

export const moduleBase = (municipality: string, module: string) => `/${municipality}/${module}`

/** Whether an address of this origin is one that the shell shows itself, without a new document. */
export const isShellAddress = (pathname: string) => !SERVERS.has(pathname.split('/')[1] ?? '')

/** The address of a module's page. */
export const addressOf = ({ municipality, module, path }: Extract<Route, { kind: 'module' }>) => moduleBase(municipality, module) + (path === '/' ? '' : path)

export function routeOf({ pathname, search, hash }: { readonly pathname: string; readonly search: string; readonly hash: string }): Route {
  if (pathname === '/') return { kind: 'desktop' }
  for (const kind of ['statement', 'feedback', 'more'] as const) if (pathname === OWN_PAGES[kind]) return { kind }
  const [, municipality = '', module = '', ...rest] = pathname.split('/')
  if (MUNICIPALITY_SLUG.test(municipality) && MODULE_ID.test(module) && isShellAddress(pathname))
    return { kind: 'module', municipality, module, path: `/${rest.join('/')}${search}${hash}` }
  return { kind: 'unknown', path: pathname }
}
