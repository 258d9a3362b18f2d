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

/** The token of one module for one of its APIs in one context: one exchange at a time, kept in memory until 30 s before its end. */
export function moduleToken(module: string, api: string, context: string): Promise<ModuleToken> {
  const key = JSON.stringify([module, api, context])
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

export const dropModuleToken = (module: string, api: string, context: string) => void kept.delete(JSON.stringify([module, api, context]))
export const dropModuleTokens = () => kept.clear()
