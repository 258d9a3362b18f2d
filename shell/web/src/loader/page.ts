import { locationOf, textIn } from '@digione/contracts'
import { registerApplication, setBootstrapMaxTime, setMountMaxTime, setUnloadMaxTime, setUnmountMaxTime, start, triggerAppChange } from 'single-spa'
import { createStore } from 'zustand/vanilla'
import { setPageTitle } from '../state/page-title.ts'
import { useShell } from '../state/store.ts'
import { prefetchApp } from './federation.ts'
import { createPlacement, isPageRelease } from './mounting.ts'
import type { OwnPlace } from './mounting.ts'
import { noteMount } from './mounts.ts'
import type { Placement, Target } from './placement.ts'

/** The module that the address asks for: pinned by release and context, so that another context is another mount. */
interface Wanted {
  readonly name: string
  readonly target: Target
}

let wanted: Wanted | null = null
const registered = new Set<string>()
const below = createStore(() => '/')

/** What stands on the page area; `null` while the one before it goes. */
export const pagePlacement = createStore<{ placement: Placement | null }>(() => ({ placement: null }))

/** Where pages are put. Lives as long as the document; the page component takes it into view. */
export const outlet = document.createElement('div')
outlet.className = 'd1-page'

let follow: (address: string, options: { replace?: boolean; state?: unknown }) => void = () => {}

/** Starts single-spa, which mounts and unmounts pages as the address changes. */
export function startPages(setup: { follow: typeof follow }) {
  follow = setup.follow
  // Without `dieOnTimeout` one hung unmount would freeze navigation for good. The placements have shorter times of their own.
  setBootstrapMaxTime(5000, true, 5000)
  setMountMaxTime(5000, true, 5000)
  setUnmountMaxTime(5000, true, 5000)
  setUnloadMaxTime(5000, true, 5000)
  start({ urlRerouteOnly: true })
}

/** Has single-spa look again: which page is wanted has changed, the address perhaps not. */
export const settlePages = () => void triggerAppChange()

/** Sets which module page is wanted, and where below its base. Takes effect with the next change of address or `settlePages`. */
export function wantPage(target: Target | null, path: string) {
  const name = target && `${target.release.id}|${target.context.id}`
  if (!target || !name) {
    wanted = null
    return
  }
  if (wanted?.name !== name) {
    wanted = { name, target }
    prefetchApp(target.release)
  }
  below.setState(path)
  if (!registered.has(name)) register(name)
}

/** On first use: a thousand modules that nobody opens cost nothing. */
function register(name: string) {
  registered.add(name)
  let standing: Placement | null = null
  let forget = () => {}
  let stop = () => {}
  registerApplication({
    name,
    activeWhen: () => wanted?.name === name,
    app: async () => ({
      bootstrap: async () => {},
      async mount() {
        const now = wanted
        if (now?.name !== name) return
        await inView()
        // Of this mount alone: while it is going, the address is the next one's already.
        const mine = createStore(() => below.getState())
        stop = below.subscribe((path) => {
          if (wanted?.name === name) mine.setState(path)
        })
        const placement = createPlacement(now.target, (placement) => placeOf(placement, mine))
        standing = placement
        forget = noteMount(placement)
        outlet.append(placement.element)
        pagePlacement.setState({ placement })
        // Not waited for: a page that loads slowly must not hold up leaving it.
        void placement.start().then(() => nameIfSilent(placement))
      },
      async unmount() {
        const leaving = standing
        standing = null
        stop()
        if (pagePlacement.getState().placement === leaving) pagePlacement.setState({ placement: null })
        await leaving?.leave()
        forget()
      },
    }),
  })
}

/** The outlet is taken into view by React at about the same time; a module that measures itself should find it there. */
async function inView() {
  for (let tries = 0; tries < 20 && !outlet.isConnected; tries++) await new Promise((resolve) => setTimeout(resolve, 10))
}

const named = new WeakSet<Placement>()

function placeOf(placement: Placement, mine: OwnPlace['below']): OwnPlace {
  return {
    below: mine,
    go: follow,
    close() {},
    title(text) {
      named.add(placement)
      setPageTitle(text, () => placement.element)
    },
  }
}

/** A page that did not name itself has its path's title of the manifest. */
function nameIfSilent(placement: Placement) {
  const { release } = placement.target
  if (named.has(placement) || !isPageRelease(release) || placement.shown().state === 'gone') return
  const { pattern } = locationOf(release.manifest.paths, below.getState())
  const title = (pattern ? release.manifest.paths[pattern]?.title : undefined) ?? release.manifest.name
  setPageTitle(textIn(title, useShell.getState().locale), () => placement.element)
}
