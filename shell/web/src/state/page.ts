import { settlePages, wantedTarget, wantPage } from '../loader/page.ts'
import { targetOf } from '../loader/mounting.ts'
import type { Target } from '../loader/placement.ts'
import { resolvePage } from './contexts.ts'
import { freshDocumentHas, openFreshDocument } from './fresh-document.ts'
import { dirtyGuards } from './leave.ts'
import { addressOf } from './route.ts'
import type { Route } from './route.ts'
import { OWN_BRAND, contextOf, releaseOf, useShell } from './store.ts'

const KEY = 'digione.context'

/** Whether the context worked in was chosen, here or in an earlier document of this tab, rather than guessed. */
let chosen = typeof sessionStorage !== 'undefined' && sessionStorage.getItem(KEY) !== null

export const rememberedContext = () => sessionStorage.getItem(KEY)

/** Makes a context the one worked in. */
export function workIn(contextId: string) {
  useShell.setState({ contextId })
  keepContext()
  dress()
}

/** From now on the context in view is what the person works in: an address of another one is offered, not just taken. */
export function keepContext() {
  const { contextId } = useShell.getState()
  if (!contextId) return
  chosen = true
  sessionStorage.setItem(KEY, contextId)
}

/** The colour of the municipality worked in. */
export function dress() {
  const state = useShell.getState()
  const municipality = contextOf(state, state.contextId)?.municipality
  const tenant = municipality ? (state.me?.tenants[municipality] ?? state.start.tenants[municipality]) : undefined
  useShell.setState({ brand: tenant?.brand ?? OWN_BRAND })
}

/** Whether the document's import map covers a release, so that it can be mounted without a new document. */
export const isCovered = (releaseId: string) => releaseId in useShell.getState().start.releases

/** The module's page for a route, with the context that it is shown with; to be settled by the change of address or `settlePage`. */
export function preparePage(route: Route) {
  const { me, contextId } = useShell.getState()
  uncovered = null
  if (!me) {
    useShell.setState({ route, pageContextId: null, offer: null, pageProblem: null })
    wantPage(null, '/')
    return
  }
  const resolution = resolvePage(me, contextId, chosen, route)
  useShell.setState({
    route,
    pageContextId: resolution.kind === 'mount' ? resolution.contextId : null,
    offer: resolution.kind === 'offer' && route.kind === 'module' ? { path: addressOf(route), contextIds: resolution.contextIds } : null,
    pageProblem: resolution.kind === 'problem' ? resolution.problem : null,
  })
  if (resolution.kind !== 'mount' || route.kind !== 'module') return wantPage(null, '/')
  if (resolution.contextId !== contextId) workIn(resolution.contextId)
  const state = useShell.getState()
  const context = contextOf(state, resolution.contextId)
  const on = context?.modules.find(({ module }) => module === route.module)
  const release = on ? releaseOf(state, on.release) : null
  const newest = context && targetOf(context, release, 'page', 'page')
  const target = newest && withUnsavedWork(newest)
  if (!target) {
    useShell.setState({ pageContextId: null, pageProblem: { kind: 'not-on', module: route.module, municipality: route.municipality } })
    return wantPage(null, '/')
  }
  if (isCovered(target.release.id)) freshDocumentHas(target.release.id)
  else uncovered = { target, path: route.path }
  wantPage(uncovered ? null : target, route.path)
}

/**
 * The page that stands instead of a newer release of itself, as long as there is unsaved work: the newer one would come with
 * another document, and comes with the next change once the work is saved or given up.
 */
function withUnsavedWork(newest: Target): Target {
  const standing = wantedTarget()
  const isSamePage = standing?.release.module === newest.release.module && standing.context.id === newest.context.id && standing.tier === newest.tier
  return isSamePage && dirtyGuards(() => true).length > 0 ? standing : newest
}

let uncovered: { readonly target: Target; readonly path: string } | null = null

/** What has to follow a change of address: a module that this document does not cover is opened by another document. */
export function arriveAtPage() {
  if (!uncovered || openFreshDocument(uncovered.target.release.id)) return
  // That was tried: the module fails here, where its card can say so.
  wantPage(uncovered.target, uncovered.path)
  settlePages()
}

/** Brings the page in line with the state where the address stays as it is. */
export function settlePage() {
  preparePage(useShell.getState().route)
  settlePages()
  arriveAtPage()
}
