import { integrityOf } from '../loader/integrity.ts'
import { isCovered } from '../state/page.ts'
import { currentContext, releaseOf, useShell } from '../state/store.ts'

/** Fetches, in idle time, the files of the present context's other modules. Nothing of them runs before it is used. */
export function watchPrefetch() {
  const asked = new Set<string>()
  function prefetch() {
    const state = useShell.getState()
    for (const { release: id } of currentContext(state)?.modules ?? []) {
      const entry = isCovered(id) && !asked.has(id) ? releaseOf(state, id)?.entry : null
      if (!entry) continue
      asked.add(id)
      for (const href of [entry.container, ...entry.scripts]) {
        if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) continue
        const link = document.createElement('link')
        link.rel = 'modulepreload'
        link.integrity = integrityOf(href) ?? ''
        link.href = href
        document.head.append(link)
      }
    }
  }
  const soon =
    'requestIdleCallback' in globalThis ? (run: () => void) => requestIdleCallback(run, { timeout: 10_000 }) : (run: () => void) => setTimeout(run, 2000)
  useShell.subscribe((state, before) => {
    if (state.contextId !== before.contextId || state.me !== before.me) setTimeout(() => soon(prefetch), 1500)
  })
}
