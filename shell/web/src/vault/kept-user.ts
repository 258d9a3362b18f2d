import { CLIENT, ISSUER, PREFIX } from './client.ts'

/** A log-in as this tab keeps it, in the library's own form. Read here, so that a start with a valid one needs no library. */
export interface KeptUser {
  readonly access_token: string
  readonly refresh_token?: string
  /** In seconds since the epoch. */
  readonly expires_at?: number
  readonly profile: { readonly sub: string }
}

const KEY = `${PREFIX}user:${ISSUER}:${CLIENT}`

const isUser = (value: unknown): value is KeptUser =>
  typeof value === 'object' && value !== null && 'access_token' in value && typeof value.access_token === 'string' && 'profile' in value

export const keptUser = {
  get(): KeptUser | null {
    const kept = sessionStorage.getItem(KEY)
    const user: unknown = kept === null ? null : JSON.parse(kept)
    return isUser(user) ? user : null
  },
  /** Its access token is worth nothing any more; what renews it may be. */
  expire(): void {
    const user = keptUser.get()
    if (user) sessionStorage.setItem(KEY, JSON.stringify({ ...user, expires_at: 0 }))
  },
  drop: (): void => sessionStorage.removeItem(KEY),
}
