import { translate } from '../language/index.ts'
import { announce } from '../state/notices.ts'
import { watchTraps } from './tab-traps.ts'

/** How long a module that holds the focus is kept from taking it back. */
const KEPT_OFF_MS = 1000

/** Says that there is a way out of where Tab leads nowhere. */
export const announceTrap = () => announce(translate({ key: 'trap' }))

/** Leads out of a module that holds the focus. */
export function leaveTrap(module: HTMLElement) {
  module.inert = true
  setTimeout(() => (module.inert = false), KEPT_OFF_MS)
  document.querySelector<HTMLElement>('nav [aria-current="page"], nav a')?.focus()
}

/**
 * The way out of a module that holds the focus, by mistake or not: where Tab leads nowhere, Escape leads back to the shell,
 * and a screen reader says so. A frame watches for itself.
 */
export function watchFocusTraps(): void {
  watchTraps({
    held: () => document.activeElement?.closest<HTMLElement>('[data-module][data-state]:not([data-tier="frame"])') ?? null,
    announce: announceTrap,
    leave: leaveTrap,
  })
}
