import type { NamedRequest, TokenFacts } from '@digione/contracts'
import { askPlatformJson } from './request.ts'

/** A module token is not used any more this long before it expires. */
const AHEAD_MS = 30_000
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

export interface ModuleToken {
  readonly token: string
  /** Where the API is; no slash at the end. */
  readonly base: string
}
interface Exchanged {
  readonly access_token: string
  readonly expires_in: number
  readonly base: string
}
interface Kept {
  readonly asked: Promise<ModuleToken>
  readonly expiresAt: number
}

const kept = new Map<string, Kept>()

async function exchange(module: string, api: string, context: string, entry: { expiresAt: number }): Promise<ModuleToken> {
  const askedAt = Date.now()
  const body = new URLSearchParams({ grant_type: TOKEN_EXCHANGE, audience: `${module}:${api}`, context })
  const { access_token, expires_in, base } = await askPlatformJson<Exchanged>('/api/tokens', { method: 'POST', body })
  entry.expiresAt = askedAt + expires_in * 1000 - AHEAD_MS
  return { token: access_token, base }
}

/** Tokens on their way for a page that is about to open, by its module. */
const ahead = new Map<string, Promise<void>>()

interface PageToken extends Exchanged {
  readonly module: string
  readonly api: string
  readonly context: string
}

const keyOf = (module: string, api: string, context: string) => JSON.stringify([module, api, context])

/** What a page's manifest says that it asks first in a context. */
type PageFirst = NamedRequest & { readonly context: string }

/** Pages whose tokens are asked for together, before anybody asks for one of them by itself. */
interface Expected {
  readonly municipality: string
  readonly modules: readonly string[]
  /** Absent: in every context that they could be opened with. */
  readonly context?: string
  /** Of the one page that is being opened. */
  readonly address?: string
}

type OnContexts = (contexts: readonly string[], first: readonly PageFirst[]) => void

/**
 * Asks for the tokens of pages that are about to be opened, or may be.
 *
 * Whatever goes wrong shows when a token is asked for by itself.
 * @param onContexts Told of the contexts that there are tokens for.
 */
function expect({ modules, ...where }: Expected, onContexts: OnContexts): void {
  const askedAt = Date.now()
  const body = new URLSearchParams({ ...where, module: modules.join(',') })
  const isMine = (module: string) => ahead.get(module) === asked
  const settle = () => {
    for (const module of modules.filter(isMine)) ahead.delete(module)
  }
  const asked = askPlatformJson<{ tokens: PageToken[]; first: PageFirst[] }>('/api/tokens/page', { method: 'POST', body })
    .then(({ tokens, first }) => {
      // Dropped meanwhile: somebody else may be logged in.
      const wanted = new Set(modules.filter(isMine))
      for (const { module, api, context, access_token, expires_in, base } of tokens) {
        if (!wanted.has(module)) continue
        kept.set(keyOf(module, api, context), { asked: Promise.resolve({ token: access_token, base }), expiresAt: askedAt + expires_in * 1000 - AHEAD_MS })
        // Nobody is greeted who may not be asked at all.
        if (modules.length === 1) connectTo(base)
      }
      // They are there: what is asked with them does not wait for what is still on its way.
      settle()
      if (wanted.size > 0) onContexts([...new Set(tokens.map(({ context }) => context))], first)
    })
    .catch(() => {})
    .finally(settle)
  for (const module of modules) ahead.set(module, asked)
}

/** The page that the address names, before anybody knows which context it opens with. */
export function expectPage(municipality: string, module: string, address: string, onContexts: OnContexts): void {
  expect({ municipality, modules: [module], address }, onContexts)
}

/** How many modules' tokens are asked for at once. */
const MOST_MODULES = 40

/** Has the tokens of pages at hand that the person may open next in a context; those that are at hand already are not asked for again. */
export function expectModules(municipality: string, context: string, modules: readonly string[]): void {
  const has = (module: string) =>
    [...kept].some(([key, { expiresAt }]) => key.startsWith(`["${module}",`) && key.endsWith(`,"${context}"]`) && Date.now() < expiresAt)
  const missing = modules.filter((module) => !ahead.has(module) && !has(module)).slice(0, MOST_MODULES)
  if (missing.length > 0) expect({ municipality, modules: missing, context }, () => {})
}

/** Greets the server behind an API while the module that is going to ask it is still being mounted. */
function connectTo(base: string): void {
  const { origin } = new URL(base)
  if (origin === location.origin || document.head.querySelector(`link[href="${origin}"]`)) return
  const link = document.createElement('link')
  Object.assign(link, { rel: 'preconnect', crossOrigin: 'anonymous', href: origin })
  document.head.append(link)
}

/** The token of one module for one of its APIs in one context: one exchange at a time, kept in memory until 30 s before its end. */
export async function moduleToken(module: string, api: string, context: string): Promise<ModuleToken> {
  await ahead.get(module)
  const key = keyOf(module, api, context)
  const known = kept.get(key)
  if (known && Date.now() < known.expiresAt) return known.asked
  const expiry = { expiresAt: Infinity }
  const asked = exchange(module, api, context, expiry)
  const entry: Kept = {
    asked,
    get expiresAt() {
      return expiry.expiresAt
    },
  }
  kept.set(key, entry)
  asked.catch(() => {
    if (kept.get(key) === entry) kept.delete(key)
  })
  return asked
}

/** Has a module's tokens at hand for a mount that is about to come. */
export function prepareTokens(module: string, apis: readonly string[], context: string): void {
  for (const api of apis)
    moduleToken(module, api, context).then(
      ({ base }) => connectTo(base),
      () => {},
    )
}

/** What the tokens at hand are for, as they say themselves. */
export async function tokenFacts(): Promise<TokenFacts[]> {
  const facts = [...kept].map(async ([key, { asked, expiresAt }]): Promise<TokenFacts> => {
    const [module, api, context] = JSON.parse(key) as [string, string, string]
    const [, claims = ''] = (await asked).token.split('.')
    const { aud, scope } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { aud: string; scope: string }
    return { module, api, context, audience: aud, scope, expiresAt }
  })
  const settled = await Promise.allSettled(facts)
  return settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
}

export const dropModuleToken = (module: string, api: string, context: string) => void kept.delete(keyOf(module, api, context))
export function dropModuleTokens(): void {
  kept.clear()
  ahead.clear()
}
