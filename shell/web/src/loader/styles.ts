import { releaseBase } from '@digione/contracts'
import type { StartRelease } from '@digione/contracts'
import { integrityOf } from './integrity.ts'

// The loader owns every stylesheet of a release, whoever added it: they stand while a mount of the release stands, and go
// with the last. Those that a lazy chunk brought along are remembered, since what added them does so only once.
interface Held {
  mounts: number
  hrefs: Set<string>
}
const held = new Map<string, Held>()

const linksOf = (release: string) =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter((link) => new URL(link.href).pathname.startsWith(releaseBase(release)))

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
  const mine = held.get(id) ?? { mounts: 0, hrefs: new Set(entry?.styles) }
  held.set(id, mine)
  mine.mounts += 1
  const present = new Set(linksOf(id).map((link) => new URL(link.href).pathname))
  const loaded = Promise.all([...mine.hrefs].filter((href) => !present.has(href)).map(add)).then(() => {})
  let isHeld = true
  return {
    loaded,
    release() {
      if (!isHeld) return
      isHeld = false
      mine.mounts -= 1
      if (mine.mounts > 0) return
      for (const link of linksOf(id)) {
        mine.hrefs.add(new URL(link.href).pathname)
        link.remove()
      }
    },
  }
}
