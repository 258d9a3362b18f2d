import { standing } from '../loader/mounts.ts'
import { settlePages } from '../loader/page.ts'
import type { Placement } from '../loader/placement.ts'
import { askToLeave } from './leave.ts'
import type { Leaving } from './leave.ts'
import { dropOverlay } from './overlays.ts'
import { arriveAtPage, preparePage, workIn } from './page.ts'
import { awaitTitle } from './page-title.ts'
import { go } from './router.ts'
import { moduleBase, routeOf } from './route.ts'
import type { Route } from './route.ts'
import { contextOf, useShell } from './store.ts'

const areaOf = (owner: object) => (owner as Placement).target.area
const pathOf = (path: string) => new URL(path, 'https://module.invalid').pathname

/** Which mounts a change of address takes away: all of a page whose path changes, the desktop's cards, and what lies above. */
export function leavingFor(from: Route, to: Route): Leaving {
  const stays =
    from.kind === to.kind &&
    (from.kind !== 'module' ||
      (to.kind === 'module' && from.module === to.module && from.municipality === to.municipality && pathOf(from.path) === pathOf(to.path)))
  return () => !stays
}

/** Applies a route before the address changes. */
export function applyRoute(route: Route) {
  const { route: before, overlays } = useShell.getState()
  if (leavingFor(before, route)({})) {
    awaitTitle()
    for (const { id } of overlays) dropOverlay(id)
  }
  preparePage(route)
}

/** The address has changed: what is mounted follows. */
export function arrived() {
  settlePages()
  arriveAtPage()
}

/** Goes to an address in one of the person's contexts. @returns Whether it went. */
export async function enter(contextId: string, address: string, options: { replace?: boolean; state?: unknown } = {}): Promise<boolean> {
  const state = useShell.getState()
  if (state.contextId === contextId || !contextOf(state, contextId)) return go(address, options)
  const route = routeOf(new URL(address, location.href))
  const leavesPage: Leaving = (owner) => areaOf(owner) !== 'desktop' || route.kind !== 'desktop'
  if (!(await askToLeave(leavesPage, 'switch'))) return false
  workIn(contextId)
  awaitTitle()
  for (const { id } of useShell.getState().overlays) dropOverlay(id)
  return go(address, { ...options, asked: true })
}

/** Where the person lands who starts to work as another one: the same module where that context has it, else the desktop. */
function landing(contextId: string): string {
  const { route, ...state } = useShell.getState()
  const context = contextOf(state, contextId)
  if (route.kind !== 'module') return location.pathname
  return context?.modules.some(({ module }) => module === route.module) ? moduleBase(context.municipality, route.module) : '/'
}

export const switchContext = (id: string, { go: address }: { go?: string } = {}) => enter(id, address ?? landing(id))

/** Follows a link: within a module's element, or marked with `data-in-context`, in that context. */
export function followLink(address: string, link: Element) {
  const marked = link.closest<HTMLElement>('[data-in-context]')?.dataset['inContext']
  const inModule = link.closest('[data-module][data-release]')
  const contextId = marked ?? standing().find(({ element }) => element === inModule)?.target.context.id
  if (contextId) void enter(contextId, address)
  else void go(address)
}
