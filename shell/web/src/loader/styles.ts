import { releaseBase } from '@digione/contracts'
import type { StartRelease } from '@digione/contracts'
import { integrityOf } from './integrity.ts'

// The loader owns every stylesheet of a release, whoever added it: they stand while a mount of the release stands, and go
// with the last. Those that a lazy chunk brought along are remembered, since what added them does so only once.
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

const whenIdle = 'requestIdleCallback' in globalThis ? (run: () => void) => requestIdleCallback(run) : (run: () => void) => setTimeout(run, 200)

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
      if (mine.mounts > 0) return
      const gone = new Set(mine.copies.values())
      if (gone.size > 0) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !gone.has(sheet))
      for (const link of linksOf(id)) {
        mine.hrefs.add(new URL(link.href).pathname)
        link.remove()
      }
    },
  }
}
