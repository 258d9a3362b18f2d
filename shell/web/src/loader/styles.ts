import { releaseBase } from '@digione/contracts'
import type { StartRelease } from '@digione/contracts'
import { integrityOf } from './integrity.ts'

// The loader owns every stylesheet of a release, whoever added it: they stand while a mount of the release stands, and go
// after the last. Those that a lazy chunk brought along are remembered, since what added them does so only once.
interface Held {
  mounts: number
  hrefs: Set<string>
  /** Of those that can be put back without loading them again. */
  readonly copies: Map<string, CSSStyleSheet>
}
const held = new Map<string, Held>()

const linksOf = (release: string) =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter((link) => new URL(link.href).pathname.startsWith(releaseBase(release)))

/** A stylesheet that needs no link, or `null` where a link alone will do: a constructed one imports nothing and has no address. */
function copyOf({ sheet }: HTMLLinkElement): CSSStyleSheet | null {
  try {
    const text = [...(sheet?.cssRules ?? [])].map(({ cssText }) => cssText).join('\n')
    if (text === '' || /@import|url\(/i.test(text)) return null
    const copy = new CSSStyleSheet()
    copy.replaceSync(text)
    return copy
  } catch {
    return null
  }
}

const IDLE_WITHIN_MS = 2000
/** What is taken away waits for the next page to have its data. */
const STAYS_MS = 1000
const whenIdle =
  'requestIdleCallback' in globalThis ? (run: () => void) => requestIdleCallback(run, { timeout: IDLE_WITHIN_MS }) : (run: () => void) => setTimeout(run, 200)

/** Copies a release's stylesheets while nothing else is to be done: its next mount finds them there, and waits for none. */
function copyWhenIdle(id: string, { copies }: Held) {
  whenIdle(() => {
    for (const link of linksOf(id)) {
      const { pathname } = new URL(link.href)
      const copy = copies.has(pathname) ? null : copyOf(link)
      if (copy) copies.set(pathname, copy)
    }
  })
}

function add(href: string): Promise<void> {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.crossOrigin = ''
  const integrity = integrityOf(href)
  if (integrity) link.integrity = integrity
  link.href = href
  const settled = new Promise<void>((resolve) => {
    link.addEventListener('load', () => resolve(), { once: true })
    // A module without one of its stylesheets is worse to look at, not unusable.
    link.addEventListener('error', () => resolve(), { once: true })
  })
  document.head.append(link)
  return settled
}

/**
 * Puts a release's stylesheets in the document for one mount.
 *
 * @returns Resolves when they have loaded. `release` gives them up, and may be called before that.
 */
export function holdStyles({ id, entry }: Pick<StartRelease, 'id' | 'entry'>): { readonly loaded: Promise<void>; release(): void } {
  const mine = held.get(id) ?? { mounts: 0, hrefs: new Set(entry?.styles), copies: new Map() }
  held.set(id, mine)
  mine.mounts += 1
  const present = new Set(linksOf(id).map((link) => new URL(link.href).pathname))
  const missing = [...mine.hrefs].filter((href) => !present.has(href))
  const adopted = document.adoptedStyleSheets ?? []
  const copies = missing.flatMap((href) => mine.copies.get(href) ?? []).filter((copy) => !adopted.includes(copy))
  if (copies.length > 0) document.adoptedStyleSheets = [...adopted, ...copies]
  const loaded = Promise.all(missing.filter((href) => !mine.copies.has(href)).map(add)).then(() => {})
  void loaded.then(() => copyWhenIdle(id, mine))
  let isHeld = true
  return {
    loaded,
    release() {
      if (!isHeld) return
      isHeld = false
      mine.mounts -= 1
      if (mine.mounts === 0) setTimeout(() => whenIdle(() => mine.mounts === 0 && takeAway(id, mine)), STAYS_MS)
    },
  }
}

/**
 * Not before the next page stands: a browser computes the styles of the whole document anew when a stylesheet with layers goes, and
 * lays out every text again. Until then they reach nothing, for each is confined to the elements of its own module.
 */
function takeAway(id: string, { hrefs, copies }: Held) {
  const gone = new Set(copies.values())
  if (gone.size > 0) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !gone.has(sheet))
  for (const link of linksOf(id)) {
    hrefs.add(new URL(link.href).pathname)
    link.remove()
  }
}
