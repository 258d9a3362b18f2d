import { DigiOneError } from '@digione/contracts'
import type { Me, VaultEvent } from '@digione/contracts'
import { hasVault, provideVault, theVault } from '../session/the-vault.ts'
import type { Vault } from '../session/vault.ts'
import { applyMe } from './me.ts'
import { preparePage } from './page.ts'
import { leaveForGood } from './router.ts'
import { useShell } from './store.ts'
import { settlePages } from '../loader/page.ts'

/** How long the vault may take to say who is logged in before the person is told that the platform does not answer. */
const ANSWER_WITHIN_MS = 20_000

/** Takes the vault up once its port is there; where it never comes, the person is told. */
export async function startWith(vault: Promise<Vault>, hear: (event: VaultEvent) => void) {
  const late = setTimeout(() => useShell.setState({ phase: 'unreachable' }), ANSWER_WITHIN_MS)
  const open = await vault
  clearTimeout(late)
  provideVault(open)
  open.hear(hear)
  await startSession()
}

/** Waits between tries to find out, in milliseconds: a log-out in another tab, or a change of network, may be in the way for a moment. */
const AGAIN_AFTER_MS = [500, 2000]

async function findOut(): Promise<Me | null> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new DigiOneError('NOT_READY', 'The session')), ANSWER_WITHIN_MS))
  for (const wait of AGAIN_AFTER_MS) {
    try {
      return await Promise.race([theVault().me(true), late])
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return Promise.race([theVault().me(true), late])
}

/** Finds out who is logged in, and goes on from there. */
export async function startSession(): Promise<void> {
  useShell.setState(({ phase }) => (phase === 'unreachable' ? { phase: 'starting' } : {}))
  // A vault that never came needs another document.
  if (!hasVault()) return location.reload()
  try {
    const me = await findOut()
    if (!me) {
      useShell.setState({ phase: 'signed-out', me: null })
      return
    }
    applyMe(me)
    await theVault().live()
  } catch {
    if (!useShell.getState().me) useShell.setState({ phase: 'unreachable' })
  }
}

/** The log-in has ended: everything of the person's leaves the screen and the document. */
export function endSession(why: 'logged-out' | 'expired') {
  const { phase, route } = useShell.getState()
  if (phase !== 'signed-in') return
  useShell.setState({ phase: 'signed-out', me: null, endedBecause: why, contextId: null, notices: [], overlays: [], question: null, expiringInS: null })
  preparePage(route)
  settlePages()
  leaveForGood()
  sessionStorage.clear()
  // A new document, so that nothing is left in memory either. After expiry the address stays: logging in again goes back to it.
  if (why === 'logged-out') location.replace('/')
}

/** No more often than this the vault is told that the person is there. */
const ACTIVE_EVERY_MS = 30_000

/** Keeps the log-in from ending while the person does something. */
export function watchActivity() {
  let toldAt = 0
  const active = () => {
    const now = performance.now()
    if (useShell.getState().phase !== 'signed-in' || now - toldAt < ACTIVE_EVERY_MS) return
    toldAt = now
    stillHere()
  }
  for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) addEventListener(name, active, { passive: true, capture: true })
}

/** "I am still here": the answer to the warning before the log-in ends for idleness. */
export function stillHere() {
  useShell.setState({ expiringInS: null })
  theVault().active()
}
