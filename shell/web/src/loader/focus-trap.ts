import { translate } from '../language/index.ts'
import { announce } from '../state/notices.ts'

/** How long after Tab the focus is looked for. */
const LOOK_AFTER_MS = 60
/** Presses of Tab in a row that led nowhere, until that counts as a trap: the last field of a page leads to the browser's own buttons. */
const PRESSES = 2
/** How long a module that holds the focus is kept from taking it back. */
const KEPT_OFF_MS = 1000

const moduleAround = (element: Element | null) => element?.closest<HTMLElement>('[data-module][data-state]') ?? null

/**
 * The way out of a module that holds the focus, by mistake or not: where Tab leads nowhere, Escape leads back to the shell,
 * and a screen reader says so.
 *
 * Escape is left alone in every other case: it is a module's own key.
 */
export function watchFocusTraps(): void {
  let fruitless = 0
  addEventListener(
    'keydown',
    (event) => {
      const held = document.activeElement
      const module = moduleAround(held)
      if (!module) return void (fruitless = 0)
      if (event.key === 'Escape' && fruitless >= PRESSES) return leave(module)
      if (event.key !== 'Tab') return
      setTimeout(() => {
        fruitless = document.activeElement === held ? fruitless + 1 : 0
        if (fruitless === PRESSES) announce(translate({ key: 'trap' }))
      }, LOOK_AFTER_MS)
    },
    // Before the module, which may keep the key from everybody after it.
    { capture: true },
  )

  function leave(module: HTMLElement) {
    fruitless = 0
    module.inert = true
    setTimeout(() => (module.inert = false), KEPT_OFF_MS)
    document.querySelector<HTMLElement>('nav [aria-current="page"], nav a')?.focus()
  }
}
