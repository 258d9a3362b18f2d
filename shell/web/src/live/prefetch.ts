import { integrityOf } from '../loader/integrity.ts'
import { askedFirstBy, isMountedRelease } from '../loader/mounting.ts'
import { navigationOf } from '../navigation/navigation-of.ts'
import { theVault } from '../session/the-vault.ts'
import type { Vault } from '../session/vault.ts'
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

/** At most so many requests are sent in one idle moment. */
const MOST_IDLE = 6
/** Whoever points at a link for less than this is on the way to another one. */
const POINTS_MS = 60

type Idle = Parameters<Vault['expect']>[3]

/** What pages of the present context ask first that may be asked where nobody opens them. @param addresses The likeliest page first. */
function idleRequests(addresses: readonly string[]): Idle {
  const state = useShell.getState()
  const context = currentContext(state)
  const found: Idle[number][] = []
  for (const address of addresses) {
    const route = routeOf(new URL(address, location.origin))
    if (found.length >= MOST_IDLE) break
    if (route.kind !== 'module' || route.municipality !== context?.municipality) continue
    const { module, path } = route
    const on = context.modules.find((one) => one.module === module)
    const release = on ? releaseOf(state, on.release) : null
    if (!release || !isMountedRelease(release)) continue
    for (const { isIdle, ...asked } of askedFirstBy(release, context, path)) if (isIdle) found.push({ module, ...asked })
  }
  return found.slice(0, MOST_IDLE)
}

/** Has the tokens at hand with which modules of the present context ask their servers. @param among Only these; `null` for all. */
function expectTokens(among: readonly string[] | null, first: Idle) {
  const state = useShell.getState()
  const context = currentContext(state)
  if (state.phase !== 'signed-in' || !context) return
  const modules = context.modules.flatMap(({ module, release: id }) => {
    const release = among === null || among.includes(module) ? releaseOf(state, id) : null
    return release && isMountedRelease(release) && Object.keys(release.manifest.apis).length > 0 ? [module] : []
  })
  if (modules.length > 0) theVault().expect(context.municipality, context.id, modules, first)
}

/** The pages that the navigation leads to, but for those of the module in view. */
function addressesInNavigation(): string[] {
  const state = useShell.getState()
  const context = currentContext(state)
  const inView = state.route.kind === 'module' ? state.route.module : null
  const items = context ? navigationOf(context, (id) => releaseOf(state, id)) : []
  return items.flatMap(({ module, href, external }) => (external || module === inView ? [] : [href]))
}

/** For somebody who saves data, or looks at another tab, nothing is asked for that may not be needed. */
const isFrugal = () => document.hidden || (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true

let pointedAt: string | null = null
let dwelling: ReturnType<typeof setTimeout> | undefined

/** Somebody who points at a link, or comes to it with the keyboard, may follow it. Its module's server is asked for nothing that would tell it so. */
function noticeIntention({ target }: Event) {
  const link = target instanceof Element ? target.closest('a') : null
  const href = link?.href ?? null
  if (href === pointedAt) return
  pointedAt = href
  clearTimeout(dwelling)
  const route = link && link.origin === location.origin ? routeOf(link) : null
  if (href === null || href === location.href || route?.kind !== 'module') return
  expectTokens([route.module], [])
  dwelling = setTimeout(() => {
    if (href !== location.href) expectTokens([route.module], idleRequests([href]))
  }, POINTS_MS)
}

/**
 * Fetches, in idle time, the files of the present context's other modules, and their tokens. Nothing of them runs before it is used,
 * and their servers are asked for nothing but what their manifests say may be.
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
    if (contextId !== expectedFor) expectTokens(null, isFrugal() ? [] : idleRequests(addressesInNavigation()))
    expectedFor = contextId
  }
  const soon =
    'requestIdleCallback' in globalThis ? (run: () => void) => requestIdleCallback(run, { timeout: 10_000 }) : (run: () => void) => setTimeout(run, 2000)
  useShell.subscribe((state, before) => {
    if (state.contextId !== before.contextId || state.me !== before.me) setTimeout(() => soon(prepare), 1500)
  })
}
