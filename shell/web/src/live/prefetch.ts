import { integrityOf } from '../loader/integrity.ts'
import { isMountedRelease } from '../loader/mounting.ts'
import { theVault } from '../session/the-vault.ts'
import { isCovered } from '../state/page.ts'
import { routeOf } from '../state/route.ts'
import { currentContext, releaseOf, useShell } from '../state/store.ts'

function fetchAhead(rel: 'modulepreload' | 'prefetch', href: string) {
  if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return
  const link = document.createElement('link')
  if (rel === 'modulepreload') link.integrity = integrityOf(href) ?? ''
  else link.as = 'style'
  // As the stylesheet's own link asks for it, so that its answer serves for that one.
  link.crossOrigin = ''
  link.rel = rel
  link.href = href
  document.head.append(link)
}

/** Has the tokens at hand with which modules of the present context ask their servers. @param among Only these; `null` for all. */
function expectTokens(among: readonly string[] | null) {
  const state = useShell.getState()
  const context = currentContext(state)
  if (state.phase !== 'signed-in' || !context) return
  const modules = context.modules.flatMap(({ module, release: id }) => {
    const release = among === null || among.includes(module) ? releaseOf(state, id) : null
    return release && isMountedRelease(release) && Object.keys(release.manifest.apis).length > 0 ? [module] : []
  })
  if (modules.length > 0) theVault().expect(context.municipality, context.id, modules)
}

/** Somebody who points at a link, or comes to it with the keyboard, may follow it. Nothing is asked of the module's server yet. */
function noticeIntention({ target }: Event) {
  const link = target instanceof Element ? target.closest('a') : null
  const route = link && link.origin === location.origin ? routeOf(link) : null
  if (route?.kind === 'module') expectTokens([route.module])
}

/**
 * Fetches, in idle time, the files of the present context's other modules, and their tokens. Nothing of them runs before it is used,
 * and no server of theirs is asked.
 */
export function watchPrefetch() {
  for (const name of ['pointerover', 'focusin', 'touchstart'] as const) addEventListener(name, noticeIntention, { passive: true, capture: true })
  const asked = new Set<string>()
  function prefetch() {
    const state = useShell.getState()
    for (const { release: id, tier } of currentContext(state)?.modules ?? []) {
      // What runs in a frame is fetched there: nothing of it has to do with this document.
      const entry = tier === 'page' && isCovered(id) && !asked.has(id) ? releaseOf(state, id)?.entry : null
      if (!entry) continue
      asked.add(id)
      for (const href of [entry.container, ...entry.scripts]) fetchAhead('modulepreload', href)
      for (const href of entry.styles) fetchAhead('prefetch', href)
    }
  }
  // Once for each context: who comes back to it later points at a link first.
  let expectedFor: string | null = null
  function prepare() {
    prefetch()
    const { contextId } = useShell.getState()
    if (contextId !== expectedFor) expectTokens(null)
    expectedFor = contextId
  }
  const soon =
    'requestIdleCallback' in globalThis ? (run: () => void) => requestIdleCallback(run, { timeout: 10_000 }) : (run: () => void) => setTimeout(run, 2000)
  useShell.subscribe((state, before) => {
    if (state.contextId !== before.contextId || state.me !== before.me) setTimeout(() => soon(prepare), 1500)
  })
}
