import { SLOTS } from '@digione/contracts'
import type { Me } from '@digione/contracts'
import { dirtyGuards } from '../state/leave.ts'
import { openFreshDocument } from '../state/fresh-document.ts'
import { isCovered } from '../state/page.ts'
import { useShell } from '../state/store.ts'

/** A person who has touched nothing for so long does not notice that the desktop was made anew. */
const IDLE_MS = 5000
const LOOK_EVERY_MS = 2000

/** Releases with a card whose files this document does not cover. */
export function uncoveredCards(me: Pick<Me, 'contexts' | 'releases'>, covered: (release: string) => boolean): string[] {
  const wanted = me.contexts.flatMap(({ role, modules }) =>
    modules
      .filter(({ release }) => {
        const manifest = me.releases[release]?.manifest
        return (
          manifest !== undefined &&
          manifest.isolation !== 'link' &&
          SLOTS.some((slot) => manifest.slots[slot] && (manifest.slots[slot].roles ?? manifest.roles).includes(role))
        )
      })
      .map(({ release }) => release),
  )
  return [...new Set(wanted)].filter((release) => !covered(release)).toSorted()
}

/**
 * Opens the desktop in a new document where it lacks a card: at once when the document has just been opened, else when the
 * person is idle and nothing would be lost.
 *
 * @returns A function that stops looking.
 */
export function watchFreshCards(): () => void {
  let touchedAt = Number.NEGATIVE_INFINITY
  const touch = () => {
    touchedAt = performance.now()
  }
  for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) addEventListener(name, touch, { passive: true, capture: true })

  function look() {
    const { me, route, question, overlays, notices } = useShell.getState()
    if (!me || route.kind !== 'desktop' || question || overlays.length > 0 || notices.some(({ action }) => action)) return
    const missing = uncoveredCards(me, isCovered)
    if (missing.length === 0 || performance.now() - touchedAt < IDLE_MS || dirtyGuards(() => true).length > 0) return
    openFreshDocument(`cards ${missing.join(' ')}`)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  const stop = useShell.subscribe((state, before) => {
    if (state.me && !before.me) look()
  })
  return () => {
    clearInterval(timer)
    stop()
    for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) removeEventListener(name, touch, { capture: true })
  }
}
