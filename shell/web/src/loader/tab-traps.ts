/** How long after Tab the focus is looked for. */
const LOOK_AFTER_MS = 60
/** Presses of Tab in a row that led nowhere, until that counts as a trap: the last field of a page leads to the browser's own buttons. */
const PRESSES = 2

export interface TrapSetup<Where> {
  /** Where the focus is, if it is where traps are looked for. */
  held(): Where | null
  /** Tells of the way out. */
  announce(): void
  leave(where: Where): void
}

/** Finds out where Tab leads nowhere, by mistake or not; Escape leads out of there. It is left alone in every other case. */
export function watchTraps<Where>({ held, announce, leave }: TrapSetup<Where>): void {
  let fruitless = 0
  addEventListener(
    'keydown',
    (event) => {
      const before = document.activeElement
      const where = held()
      if (where === null) return void (fruitless = 0)
      if (event.key === 'Escape' && fruitless >= PRESSES) {
        fruitless = 0
        return leave(where)
      }
      if (event.key !== 'Tab') return
      setTimeout(() => {
        fruitless = document.activeElement === before && document.hasFocus() ? fruitless + 1 : 0
        if (fruitless === PRESSES) announce()
      }, LOOK_AFTER_MS)
    },
    // Before the module, which may keep the key from everybody after it.
    { capture: true },
  )
}
