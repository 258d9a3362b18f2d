import { useEffect } from 'react'
import { announce } from './notices.ts'
import { useShell } from './store.ts'

/** Frames, with what brings the focus into them, to their heading. */
export const headings = new WeakMap<Element, () => void>()

/** Whether the person has gone to a page that has not named itself yet. The first page of a document takes no focus. */
let awaited = false
/** Whether they have pressed or typed anything since. */
let hasBegun = false

export const awaitTitle = () => {
  awaited = true
  hasBegun = false
}
/** The person pressed or typed something, be it in a frame. */
export const notePerson = () => {
  hasBegun = true
}
export const isTitleAwaited = () => awaited

/**
 * Names the page in view: the browser's title, and after navigation focus on its heading and a polite announcement.
 *
 * A page may name itself late: whoever works in it by then keeps the focus where they are.
 *
 * @param root Where the page's `h1` is looked for.
 */
export function setPageTitle(text: string, root: () => ParentNode | null = () => document.querySelector('main')) {
  useShell.setState({ pageTitle: text })
  document.title = text === '' || text === 'DigiOne' ? 'DigiOne' : `${text} · DigiOne`
  if (!awaited) return
  awaited = false
  // After what was just rendered is in the document.
  setTimeout(() => {
    const place = root()
    const heading = place?.querySelector<HTMLElement>('h1, iframe') ?? document.querySelector<HTMLElement>('main')
    const isAtWork = hasBegun && place?.contains(document.activeElement)
    if (heading && !isAtWork && !document.querySelector('dialog[open]')) {
      const enter = headings.get(heading)
      if (!enter && !heading.hasAttribute('tabindex')) heading.tabIndex = -1
      if (enter) enter()
      else heading.focus({ preventScroll: true })
    }
    announce(text)
  })
}

/** Names one of the shell's own pages. */
export function usePageTitle(text: string) {
  useEffect(() => setPageTitle(text), [text])
}
