import { dirtyGuards, askToLeave } from './leave.ts'
import type { Leaving } from './leave.ts'
import { isShellAddress, routeOf } from './route.ts'
import type { Route } from './route.ts'

interface Placed {
  /** Position in this tab's history, so that a step back that is refused can be undone. */
  readonly digione: number
  /** What a module gave to `go`. */
  readonly module?: unknown
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
let setup: RouterSetup | null = null
let shown: Route = { kind: 'desktop' }
/** What the next popstate is: a step that was decided already, or the undoing of one. */
let expected: 'decided' | 'undoing' | null = null

const placed = (state: unknown): state is Placed => typeof state === 'object' && state !== null && typeof (state as { digione?: unknown }).digione === 'number'

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
  show(route)
  if (replace || isSame) history.replaceState({ digione: index, module: state } satisfies Placed, '', url)
  else history.pushState({ digione: ++index, module: state } satisfies Placed, '', url)
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
  const to = placed(event.state) ? event.state.digione : index + (isStep(event) ? 1 : 0)
  if (!placed(event.state)) history.replaceState({ ...kept(event.state), digione: to, module: event.state } satisfies Placed, '')
  const step = to - index
  const route = routeOf(location)
  const leaving = setup?.leaving(shown, route)
  if (expected !== 'decided' && leaving && step !== 0 && dirtyGuards(leaving).length > 0) {
    // The address has changed already: it is put back until the person has decided.
    event.stopImmediatePropagation()
    expected = 'undoing'
    history.go(-step)
    void askToLeave(leaving, 'navigate').then((goesOn) => {
      if (!goesOn) return
      expected = 'decided'
      history.go(step)
    })
    return
  }
  expected = null
  index = to
  show(route)
  setup?.arrived()
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
  index = placed(history.state) ? history.state.digione : 0
  history.replaceState({ digione: index, module: placed(history.state) ? history.state.module : undefined } satisfies Placed, '')
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
