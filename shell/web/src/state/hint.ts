import { START_COOKIE, encodeStartHint, openStartHint } from '@digione/contracts'
import type { StartHint } from '@digione/contracts'
import { useShell } from './store.ts'

const stored = () =>
  document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${START_COOKIE}=`))
    ?.slice(START_COOKIE.length + 1)

/** Whether this browser has been here before: its hint says which language it was served in. */
export const hasHint = () => stored() !== undefined

/** Writes the hint for the next document: what is chosen now, and the positions as the server last wrote them. */
export function rememberHint(change: Partial<Pick<StartHint, 'locale' | 'theme'>>) {
  let hint = useShell.getState().start.hint
  try {
    // The server checks what it reads; here it is only handed on.
    hint = openStartHint(stored() ?? '') as StartHint
  } catch {
    // None, or none that can be read: the one that the document came with.
  }
  const { locale, themeChoice: theme } = useShell.getState()
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // The domain is named as the server names it: without, this would be a second cookie of that name, and the older one is read.
  document.cookie = `${START_COOKIE}=${encodeStartHint({ ...hint, locale, theme, ...change })}; domain=${location.hostname}; path=/; max-age=31536000; samesite=lax${secure}`
}
