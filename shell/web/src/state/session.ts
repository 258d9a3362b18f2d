import { DigiOneError } from '@digione/contracts'
import type { VaultEvent, VaultMe } from '@digione/contracts'
import { dropWorker, registerWorker } from '../kept/worker-registration.ts'
import { hasVault, provideVault, theVault } from '../session/the-vault.ts'
import type { Vault } from '../session/vault.ts'
import { applyMe } from './me.ts'
import { preparePage } from './page.ts'
import { notePerson } from './page-title.ts'
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

async function findOut(): Promise<VaultMe> {
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
      // Of somebody whose log-in ended while no page of theirs was open.
      void dropWorker()
      return
    }
    applyMe(me)
    whenIdle(listen)
  } catch {
    if (!useShell.getState().me) useShell.setState({ phase: 'unreachable' })
  }
}

/** How long what nobody waits for waits for an idle moment, in ms. */
const IDLE_WITHIN_MS = 1000
const whenIdle = (run: () => void) => ('requestIdleCallback' in globalThis ? requestIdleCallback(run, { timeout: IDLE_WITHIN_MS }) : setTimeout(run))

/** What starts the shell where its server fails is fetched this long after the start, when the page has what it asked for. */
const WORKER_AFTER_MS = 2000

function keepForFailure() {
  // Whoever has logged out meanwhile leaves nothing behind.
  if (useShell.getState().phase === 'signed-in') registerWorker()
}

/** Hears of changes from now on; what changed before is told as soon as it listens. */
function listen() {
  if (useShell.getState().phase !== 'signed-in') return
  theVault()
    .live()
    .catch(() => {})
  setTimeout(() => whenIdle(keepForFailure), WORKER_AFTER_MS)
}

/** Everything of the person's leaves the screen and the document. */
function showNobody(phase: 'starting' | 'signed-out') {
  const { route } = useShell.getState()
  useShell.setState({ phase, me: null, contextId: null, notices: [], overlays: [], question: null, expiringInS: null })
  preparePage(route)
  settlePages()
  sessionStorage.clear()
}

/** The log-in has ended. */
export function endSession(why: 'logged-out' | 'expired') {
  if (useShell.getState().phase !== 'signed-in') return
  // After expiry the address stays: logging in again, here or in another tab, goes on with it.
  if (why === 'expired') {
    useShell.setState({ hasExpired: true })
    return showNobody('signed-out')
  }
  // A new document comes, so that nothing is left in memory either. Until then nothing is offered: it would cut short what was chosen.
  showNobody('starting')
  leaveForGood()
  // What is kept names where somebody works, so it goes with them.
  void dropWorker().finally(() => location.replace('/'))
}

/** Leaves for the log-out. The browser may keep this document for going back: it shows nobody from here on. */
export function leaveForLogOut() {
  const { vault } = useShell.getState().start
  showNobody('starting')
  leaveForGood()
  // A document that is left does nothing more: what it kept has to be gone before.
  void dropWorker().finally(() => location.assign(new URL('/logout', vault)))
}

/** A document that was left for a log-out and is gone back to finds out who is logged in. */
export function watchReturn() {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && useShell.getState().phase === 'starting') location.reload()
  })
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
  for (const name of ['pointerdown', 'keydown'] as const) addEventListener(name, notePerson, { passive: true, capture: true })
}

/** "I am still here": the answer to the warning before the log-in ends for idleness. */
export function stillHere() {
  useShell.setState({ expiringInS: null })
  theVault().active()
}
