import type { FrameEnd, FrameSign } from '../host/frame-host.ts'
import { budget } from '../host/budget.ts'
import { notePerson } from '../state/page-title.ts'
import { stillHere } from '../state/session.ts'
import { announceTrap, leaveTrap } from './focus-trap.ts'

/** What a frame's window does that is for the shell's to follow. */
export interface Manners {
  /** A link within the shell or out of it, as an absolute address. */
  link(address: URL, newTab: boolean): void
  escape(): void
}

export interface MannersSetup {
  readonly frame: HTMLIFrameElement
  /** The placement's element. */
  readonly el: HTMLElement
  readonly tell: FrameEnd['tell']
  readonly manners: Manners
}

/** How long after a key or a press of the person's the focus may go into a frame. */
const BY_PERSON_MS = 1000
/** How long after the focus the press can be told that moved it: a frame of another site is another process. */
const PRESS_IS_TOLD_MS = 150
/** Links and keys that one frame may have followed: far above any person's pace. */
const LINKS_BURST = 10
const LINKS_PER_S = 1

/** With Ctrl it opens the shell's search. */
const SEARCH_KEY = 'k'

let personDidAt = Number.NEGATIVE_INFINITY
let isWatched = false
/** What had the focus in the shell last. */
let lastFocus: HTMLElement | null = null

function watchPerson() {
  if (isWatched) return
  isWatched = true
  const note = () => void (personDidAt = performance.now())
  for (const name of ['keydown', 'pointerdown'] as const) addEventListener(name, note, { capture: true, passive: true })
  addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof HTMLElement && !(target instanceof HTMLIFrameElement)) lastFocus = target
    },
    { capture: true },
  )
}

/** Lets a frame be a part of the page: as high as its contents, in the order of focus, scrolled with the rest, and no more than that. */
export function followFrame({ frame, el, tell, manners }: MannersSetup): { hear(sign: FrameSign): void; enter(): void; end(): void } {
  watchPerson()
  const life = new AbortController()
  const links = budget(LINKS_BURST, LINKS_PER_S)
  let isMine = false

  const isByPerson = () => navigator.userActivation.isActive || performance.now() - personDidAt < BY_PERSON_MS
  const giveBackIfTaken = () => {
    if (life.signal.aborted || document.activeElement !== frame || isMine || isByPerson()) return
    // Taken without anybody having done anything: it goes back to where the person was.
    frame.blur()
    if (lastFocus?.isConnected) lastFocus.focus({ preventScroll: true })
  }
  // Chromium tells the window that it lost the focus, and nobody where it went.
  addEventListener('blur', () => setTimeout(giveBackIfTaken, PRESS_IS_TOLD_MS), { signal: life.signal })
  frame.addEventListener('focus', () => (isMine = true), { signal: life.signal })
  frame.addEventListener('blur', () => (isMine = false), { signal: life.signal })

  let toldTop = -1
  let isDue = false
  const scrolled = () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(() => {
      isDue = false
      // What the shell keeps in view above its pages covers that much of them.
      const covered = Number.parseFloat(getComputedStyle(frame).getPropertyValue('--d1-sticky-top')) || 0
      const top = Math.max(0, Math.round(coveredTop(covered) - frame.getBoundingClientRect().top))
      if (top === toldTop) return
      toldTop = top
      tell({ event: 'scrolled', top })
    })
  }
  addEventListener('scroll', scrolled, { signal: life.signal, passive: true, capture: true })

  /** Where the page in view begins, in px below the window's top. */
  function coveredTop(fallback: number) {
    const dialog = el.closest('dialog')
    if (dialog) return dialog.getBoundingClientRect().top
    const top = document.querySelector('.top')
    const stays = top && getComputedStyle(top).position === 'sticky'
    return stays ? top.getBoundingClientRect().bottom : fallback
  }

  function hear(sign: FrameSign) {
    if (sign.kind === 'size') {
      // The place itself, which may be higher: a card is as high as the one beside it, and its frame fills it.
      el.style.minBlockSize = `${sign.height}px`
      if (sign.height > 0) delete el.dataset['waiting']
      scrolled()
    } else if (sign.kind === 'active') {
      // A press and a key in a frame count for the window around it as well, and nobody can feign them.
      if (!navigator.userActivation.isActive) return
      if (sign.pressed) for (const open of document.querySelectorAll<HTMLElement>('[popover]:popover-open')) open.hidePopover()
      notePerson()
      present()
    } else if (sign.kind === 'link') {
      if (links.take() && URL.canParse(sign.href)) manners.link(new URL(sign.href), sign.newTab)
    } else if (sign.kind === 'trapped') {
      if (document.activeElement !== frame) return
      if (!sign.leave) return announceTrap()
      leaveTrap(el)
    } else if (sign.kind === 'key') {
      if (!links.take() || document.activeElement !== frame) return
      if (sign.key === 'Escape') manners.escape()
      else dispatchEvent(new KeyboardEvent('keydown', { key: SEARCH_KEY, ctrlKey: true, bubbles: true, cancelable: true }))
    }
  }

  function enter() {
    // The shell's own doing, however long ago the person's was: a page may take its time to come.
    isMine = true
    // Given to a frame that has it, the focus would go by way of the shell, and may not come back: the frame is another process.
    if (document.activeElement !== frame) frame.focus({ preventScroll: true })
    tell({ event: 'focus' })
  }

  return { hear, enter, end: () => life.abort() }
}

/** The vault is told no more often than this, in ms. */
const PRESENT_EVERY_MS = 30_000
let presentAt = Number.NEGATIVE_INFINITY
function present() {
  if (performance.now() - presentAt < PRESENT_EVERY_MS) return
  presentAt = performance.now()
  stillHere()
}
