import { dirtyGuards, askToLeave } from './leave.ts'
import type { Leaving } from './leave.ts'
import { isShellAddress, routeOf } from './route.ts'
import type { Route } from './route.ts'

interface Placed {
  /** Position in this tab's history, so that a step back that is refused can be undone. */
  readonly digione: number
  /** What a module gave to `go`. */
  readonly module?: unknown
  /** As below, of this step. */
  readonly within?: number
}

export interface RouterSetup {
  /** Applies a route before the address changes, so that whoever hears of the address finds the state. */
  readonly apply: (route: Route) => void
  /** Called once the address has changed. */
  readonly arrived: () => void
  /** Which mounts a change of address would take away or change. */
  readonly leaving: (from: Route, to: Route) => Leaving
}

let index = 0
/** How many of the steps right before the present one are of the same module, and up to which position those after it are. */
let within = 0
let furthest = 0
let setup: RouterSetup | null = null
let shown: Route = { kind: 'desktop' }
/** What the next popstate is: a step that was decided already, or the undoing of one. */
let expected: 'decided' | 'undoing' | null = null

const placed = (state: unknown): state is Placed => typeof state === 'object' && state !== null && typeof (state as { digione?: unknown }).digione === 'number'

const isOfSameModule = (a: Route, b: Route) => a.kind === 'module' && b.kind === 'module' && a.module === b.module && a.municipality === b.municipality

const show = (route: Route) => {
  shown = route
  setup?.apply(route)
}

/** Goes to an address of the shell. @returns Whether it went: unsaved work may have held the person. */
export async function go(
  path: string,
  { replace = false, state, asked = false }: { replace?: boolean; state?: unknown; asked?: boolean } = {},
): Promise<boolean> {
  const url = new URL(path, location.href)
  if (url.origin !== location.origin || !isShellAddress(url.pathname)) {
    location.assign(url)
    return true
  }
  const route = routeOf(url)
  if (!asked && setup && !(await askToLeave(setup.leaving(shown, route), 'navigate'))) return false
  const isSame = url.href === location.href
  const isOwn = isOfSameModule(shown, route)
  show(route)
  if (replace || isSame) {
    if (!isOwn) [within, furthest] = [0, index]
    history.replaceState({ digione: index, module: state, within } satisfies Placed, '', url)
  } else {
    within = isOwn ? within + 1 : 0
    furthest = ++index
    history.pushState({ digione: index, module: state, within } satisfies Placed, '', url)
  }
  setup?.arrived()
  if (!replace && !isSame) scrollTo(0, 0)
  return true
}

/** Whether the history has grown: by the browser, or by a module that writes to it by itself, of which single-spa tells. */
const isStep = (event: PopStateEvent) => event.isTrusted || Reflect.get(event, 'singleSpaTrigger') === 'pushState'
/** A module that wrote by itself finds in the history's state what it put there. */
const kept = (state: unknown) => (typeof state === 'object' ? state : {})

function onPopState(event: PopStateEvent) {
  if (expected === 'undoing') {
    expected = null
    event.stopImmediatePropagation()
    return
  }
  const isPlaced = placed(event.state)
  const to = isPlaced ? event.state.digione : index + (isStep(event) ? 1 : 0)
  const by = to - index
  const route = routeOf(location)
  const isOwn = isOfSameModule(shown, route)
  const withinThere = isPlaced ? (event.state.within ?? 0) : isOwn ? within + by : 0
  if (!isPlaced) history.replaceState({ ...kept(event.state), digione: to, module: event.state, within: withinThere } satisfies Placed, '')
  const leaving = setup?.leaving(shown, route)
  if (expected !== 'decided' && leaving && by !== 0 && dirtyGuards(leaving).length > 0) {
    // The address has changed already: it is put back until the person has decided.
    event.stopImmediatePropagation()
    expected = 'undoing'
    history.go(-by)
    void askToLeave(leaving, 'navigate').then((goesOn) => {
      if (!goesOn) return
      expected = 'decided'
      history.go(by)
    })
    return
  }
  expected = null
  const isAhead = isOwn && (by === 0 || (isPlaced && (by < 0 ? -by <= within : to <= furthest)))
  if (!isAhead) furthest = to
  within = withinThere
  index = to
  show(route)
  setup?.arrived()
}

/** Steps back (`-1`) or forth among the steps of the module in view, and never out of it: a module may not lead away what it cannot see. */
export function step(by: number) {
  if (by < 0 ? -by <= within : by > 0 && index + by <= furthest) history.go(by)
}

/** Follows links of this origin without a new document. A link that asks for more than following is the browser's. */
function onClick(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && target.href !== '')
  if (!link || (link.target !== '' && link.target !== '_self') || link.hasAttribute('download')) return
  const url = new URL(link.href)
  if (url.origin !== location.origin || !isShellAddress(url.pathname)) return
  // A jump within the page, such as the skip link.
  if (url.hash && url.pathname === location.pathname && url.search === location.search) return
  event.preventDefault()
  follow(url.pathname + url.search + url.hash, link)
}

let follow: (path: string, link: HTMLAnchorElement) => void = (path) => void go(path)

/** Starts to keep address and route together. Runs before single-spa starts, which takes popstate over for later listeners. */
export function startRouter(given: RouterSetup & { follow: (path: string, link: HTMLAnchorElement) => void }) {
  setup = given
  follow = given.follow
  const found: Placed = placed(history.state) ? history.state : { digione: 0 }
  index = furthest = found.digione
  within = found.within ?? 0
  history.replaceState({ digione: index, module: found.module, within } satisfies Placed, '')
  show(routeOf(location))
  addEventListener('popstate', onPopState)
  document.addEventListener('click', onClick)
  addEventListener('beforeunload', (event) => {
    if (dirtyGuards(() => true).length > 0 && !leavingForGood) event.preventDefault()
  })
}

let leavingForGood = false
/** From here on the document is left without asking: what there was to ask has been asked. */
export const leaveForGood = () => {
  leavingForGood = true
}
export const isLeavingForGood = () => leavingForGood
