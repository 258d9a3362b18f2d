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
  /** It took the focus from somebody at work, and again after it was given back. */
  unruly(): void
}

/** For how long a key or a press of the person's tells what the focus does, in ms. */
const BY_PERSON_MS = 1000
/** After how long a frame that has the focus is looked at: a press in it is told from another process, and later on a busy machine. */
const LOOKS_MS = [150, 1000]
/** A frame that had to give the focus back so often is not asked again. */
const GIVES_BACK_AT_MOST = 3
/** Links and keys that one frame may have followed: far above any person's pace. */
const LINKS_BURST = 10
const LINKS_PER_S = 1

/** With Ctrl it opens the shell's search. */
const SEARCH_KEY = 'k'

let tabbedAt = Number.NEGATIVE_INFINITY
/** When somebody pressed something of the shell's, or a key that does not move the focus. */
let pressedAt = Number.NEGATIVE_INFINITY
let isWatched = false
/** What had the focus in the shell last, and since when it has it no more. */
let lastFocus: HTMLElement | null = null
let lastFocusLeftAt = Number.NEGATIVE_INFINITY

const WRITTEN_IN = 'input, textarea, select, [contenteditable]'

function watchPerson() {
  if (isWatched) return
  isWatched = true
  const early = { capture: true, passive: true }
  addEventListener('keydown', ({ key }) => (key === 'Tab' ? (tabbedAt = performance.now()) : (pressedAt = performance.now())), early)
  addEventListener('pointerdown', () => (pressedAt = performance.now()), early)
  addEventListener(
    'focusin',
    ({ target }) => {
      if (!(target instanceof HTMLElement) || target instanceof HTMLIFrameElement) return
      lastFocus = target
      lastFocusLeftAt = Number.POSITIVE_INFINITY
    },
    early,
  )
  addEventListener('focusout', () => (lastFocusLeftAt = performance.now()), early)
}

const isRecent = (at: number) => performance.now() - at < BY_PERSON_MS

/**
 * Whether the focus that went into a frame just now was with somebody at work, who did not send it there. A screen reader moves the focus
 * without a key or a press that any page is told of: what nobody is writing in lets it go.
 */
function isTaken() {
  if (isRecent(tabbedAt)) return false
  return isRecent(pressedAt) || (isRecent(lastFocusLeftAt) && (lastFocus?.matches(WRITTEN_IN) ?? false))
}

/** Lets a frame be a part of the page: as high as its contents, in the order of focus, scrolled with the rest, and no more than that. */
export function followFrame({ frame, el, tell, manners, unruly }: MannersSetup): { hear(sign: FrameSign): void; enter(): void; end(): void } {
  watchPerson()
  const life = new AbortController()
  const links = budget(LINKS_BURST, LINKS_PER_S)
  let isMine = false
  let pressedInAt = Number.NEGATIVE_INFINITY
  let givenBack = 0

  const giveBackSince = (at: number) => {
    if (life.signal.aborted || document.activeElement !== frame || isMine || pressedInAt > at - BY_PERSON_MS) return
    frame.blur()
    if (lastFocus?.isConnected) lastFocus.focus({ preventScroll: true })
    if (++givenBack === GIVES_BACK_AT_MOST) unruly()
  }
  // Chromium tells the window that it lost the focus, and nobody where it went.
  addEventListener(
    'blur',
    () => {
      if (!isTaken()) return
      const at = performance.now()
      const giveBack = () => giveBackSince(at)
      const [soon, late] = LOOKS_MS
      // While a press counts, wherever it was, it may be one in this frame that has not been told yet.
      setTimeout(() => (navigator.userActivation.isActive ? setTimeout(giveBack, late) : giveBack()), soon)
    },
    { signal: life.signal },
  )
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
      if (sign.pressed) {
        pressedInAt = performance.now()
        for (const open of document.querySelectorAll<HTMLElement>('[popover]:popover-open')) open.hidePopover()
      }
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
