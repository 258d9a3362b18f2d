import { decodeStartHint, encodeStartHint, START_COOKIE, type StartHint } from '@digione/contracts'

const LIFETIME_S = 180 * 86_400

/** Sets the hint that the next page is served by, for the shell's host and for the vault beneath it. */
export function startHintCookie(shell: string, hint: StartHint): string {
  const { hostname, protocol } = new URL(shell)
  return `${START_COOKIE}=${encodeStartHint(hint)}; Domain=${hostname}; Path=/; Max-Age=${LIFETIME_S}; SameSite=Lax${protocol === 'https:' ? '; Secure' : ''}`
}

/** The language of the shell in this browser; `null` where it has not been here. @param cookie The hint's cookie, as the request brought it. */
export const hintedLanguage = (cookie: string | undefined): string | null => (cookie === undefined ? null : decodeStartHint(cookie).locale)
