import { hasHint } from './hint.ts'
import { askToLeave } from './leave.ts'
import { go, leaveForGood } from './router.ts'
import { leaveForLogOut, startSession } from './session.ts'
import { useShell } from './store.ts'

export { setLocale, setTheme } from './preferences.ts'
export { setDeveloping } from './developing.ts'
export { switchContext } from './navigation.ts'
export { dismissNotice, notify, announce } from './notices.ts'
export { answer } from './questions.ts'
export { closeOverlay } from './overlays.ts'
export { stillHere } from './session.ts'

/** Goes to an address of the shell, in the present context. @returns Whether it went. */
export const navigate = (path: string, options: { replace?: boolean } = {}) => go(path, options)

const here = () => location.pathname + location.search + location.hash

/** Leaves for the log-in, with one provider or with a choice of them, and comes back to `returnTo`. */
export function signIn(provider?: string, returnTo: string = here()) {
  const { start, locale } = useShell.getState()
  const url = new URL('/login', start.vault)
  if (provider) url.searchParams.set('provider', provider)
  url.searchParams.set('return', returnTo)
  // Only a language that was chosen in this browser: what follows without is the person's own.
  if (hasHint()) url.searchParams.set('locale', locale)
  leaveForGood()
  location.assign(url)
}

/** Ends the log-in everywhere. Unsaved work is asked about first. */
export async function signOut() {
  if (!(await askToLeave(() => true, 'sign-out'))) return
  leaveForLogOut()
}

/** Tries again to reach the platform. */
export const retryStart = () => void startSession()

export interface TakenFeedback {
  /** To quote. */
  readonly reference: string
  /** The day of the answer at the latest, as YYYY-MM-DD. */
  readonly due: string
}

/** Accessibility and other feedback, logged in or not. */
export async function sendFeedback(feedback: { kind: 'accessibility' | 'other'; text: string; page: string; email?: string }): Promise<TakenFeedback> {
  const response = await fetch('/api/feedback', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(feedback) })
  if (!response.ok) throw new Error(`The feedback was not taken (${response.status}).`)
  return (await response.json()) as TakenFeedback
}
