import { locationOf, textIn } from '@digione/contracts'
import { registerApplication, setBootstrapMaxTime, setMountMaxTime, setUnloadMaxTime, setUnmountMaxTime, start, triggerAppChange } from 'single-spa'
import { createStore } from 'zustand/vanilla'
import { theVault } from '../session/the-vault.ts'
import { setPageTitle } from '../state/page-title.ts'
import { useShell } from '../state/store.ts'
import { prefetchApp } from './federation.ts'
import { addressBelow, askedFirstBy, createPlacement, isMountedRelease } from './mounting.ts'
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
let stepWithin: (by: number) => void = () => {}

/** Starts single-spa, which mounts and unmounts pages as the address changes. */
export function startPages(setup: { follow: typeof follow; step: typeof stepWithin }) {
  follow = setup.follow
  stepWithin = setup.step
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
  const name = target && `${target.release.id}|${target.context.id}|${target.tier}`
  if (!target || !name) {
    wanted = null
    return
  }
  if (wanted?.name !== name) {
    wanted = { name, target }
    if (target.tier === 'page') prefetchApp(target.release)
    const { release, context } = target
    if (isMountedRelease(release)) {
      const first = askedFirstBy(release, context, path)
      theVault().prepare(release.module, Object.keys(release.manifest.apis), context.id, addressBelow(path), first)
    }
  }
  below.setState(path)
  if (!registered.has(name)) register(name)
}

/** The module page that is wanted, and so the one that stands unless it is on its way. */
export const wantedTarget = (): Target | null => wanted?.target ?? null

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
        const placement = createPlacement(now.target, (placement) => placeOf(placement, mine, () => wanted?.name === name))
        standing = placement
        forget = noteMount(placement)
        outlet.append(placement.element)
        pagePlacement.setState({ placement })
        // Not waited for: a page that loads slowly must not hold up leaving it.
        void placement.start()
        // Each time that it comes to stand, which may be after a failure.
        placement.watch(() => placement.shown().state === 'ready' && setTimeout(nameIfSilent, NAMES_ITSELF_WITHIN_MS, placement))
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

/** What is around a page waits for it no longer than this, in ms. */
const STANDS_WITHIN_MS = 400

/** Runs once the wanted page has drawn itself or failed, or takes too long; at once where none is wanted. @returns Calls it off. */
export function whenPageStands(run: () => void): () => void {
  if (!wanted) {
    run()
    return () => {}
  }
  let stopPlacement = () => {}
  const done = () => {
    stop()
    run()
  }
  const late = setTimeout(done, STANDS_WITHIN_MS)
  const follow = ({ placement }: { placement: Placement | null }) => {
    stopPlacement()
    if (!placement) return
    const look = () => ['loading', 'mounting'].includes(placement.shown().state) || done()
    stopPlacement = placement.watch(look)
    look()
  }
  const stopPage = pagePlacement.subscribe(follow)
  const stop = () => {
    clearTimeout(late)
    stopPage()
    stopPlacement()
  }
  follow(pagePlacement.getState())
  return stop
}

/** How long a module waits for the outlet, at most. */
const IN_VIEW_MS = 200
let taken = () => {}

/** Puts the outlet into the page, first of what is there. */
export function takeIntoView(place: Element | null) {
  place?.prepend(outlet)
  taken()
}

/** The outlet is taken into view by React at about the same time; a module that measures itself should find it there. */
async function inView() {
  if (outlet.isConnected) return
  await new Promise<void>((resolve) => {
    taken = resolve
    setTimeout(resolve, IN_VIEW_MS)
  })
}

const named = new WeakSet<Placement>()
/** How long a page may take to find out what it is called, in ms: what is said after navigation is said once. */
const NAMES_ITSELF_WITHIN_MS = 2000

/** @param isWanted Whether the person is still on this page: one that is going may neither lead away nor name the next one. */
function placeOf(placement: Placement, mine: OwnPlace['below'], isWanted: () => boolean): OwnPlace {
  return {
    below: mine,
    go(address, options) {
      if (isWanted()) follow(address, options)
    },
    step(by) {
      if (isWanted()) stepWithin(by)
    },
    close() {},
    title(text) {
      named.add(placement)
      if (isWanted()) setPageTitle(text, () => placement.element)
    },
  }
}

/** A page that stands and did not name itself has its path's title of the manifest. */
function nameIfSilent(placement: Placement) {
  const { release } = placement.target
  if (named.has(placement) || !isMountedRelease(release) || placement !== pagePlacement.getState().placement || placement.shown().state !== 'ready') return
  const { pattern } = locationOf(release.manifest.paths, below.getState())
  const title = (pattern ? release.manifest.paths[pattern]?.title : undefined) ?? release.manifest.name
  setPageTitle(textIn(title, useShell.getState().locale), () => placement.element)
}
