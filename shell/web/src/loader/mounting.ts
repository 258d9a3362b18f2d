import { askedFirst, settingsOf, textIn } from '@digione/contracts'
import type { Ask, MyContext, MountedManifest, StartRelease } from '@digione/contracts'
import { createStore } from 'zustand/vanilla'
import { hooks } from '../devtools/hooks.ts'
import { ownDrafts } from '../host/own-drafts.ts'
import { asModuleSees, createPageHost } from '../host/page-host.ts'
import type { Place, Setup } from '../host/page-host.ts'
import { reportOf, sendReport } from '../session/report.ts'
import { theVault } from '../session/the-vault.ts'
import { openFreshDocument } from '../state/fresh-document.ts'
import { askToLeave, holdGuard } from '../state/leave.ts'
import { notify } from '../state/notices.ts'
import { openOverlay } from '../state/overlays.ts'
import { askConfirm } from '../state/questions.ts'
import { moduleBase } from '../state/route.ts'
import { contextOf, useShell } from '../state/store.ts'
import { noteStray } from '../live/strays.ts'
import { loadApp } from './federation.ts'
import { followFromFrame } from './follow-link.ts'
import { countMount } from './leftovers.ts'
import { Placement } from './placement.ts'
import type { Run, Target } from './placement.ts'

/** What a place does for the module in it; the rest is alike in all places. */
export interface OwnPlace extends Pick<Place, 'below' | 'go' | 'step' | 'close' | 'title'> {
  /** Escape was pressed in a frame, where the shell hears nothing of it. */
  escape?(): void
}

/** A release that is mounted rather than linked to. */
export const isMountedRelease = (release: StartRelease): release is StartRelease & { manifest: MountedManifest } => release.manifest.isolation !== 'link'

/** What a path below a module's base asks its server for: where on the page one looks is nobody else's business. */
export const addressBelow = (path: string): string => path.replace(/#.*$/s, '')

/** What a module's page at a path below its base asks first in a context, as its manifest says. */
export function askedFirstBy({ module, manifest }: StartRelease & { manifest: MountedManifest }, { role, modules }: MyContext, path: string): Ask[] {
  const learner = modules.find((on) => on.module === module)?.ids.learner ?? null
  return askedFirst(manifest.paths, addressBelow(path), { role, learner, now: new Date() })
}

/** What one mount is of, or `null` where the context does not have the module or the module is not one that is mounted. */
export function targetOf(context: MyContext, release: StartRelease | null, area: Target['area'], slot: Target['slot']): Target | null {
  const tier = context.modules.find(({ module }) => module === release?.module)?.tier
  return release && tier && isMountedRelease(release) ? { release, context, area, slot, tier } : null
}

/** What a mount's host is made of, but for what its code brings along. */
interface Prepared {
  readonly setup: Omit<Setup, 'messages'>
  readonly settings: Setup['services']['settings']
  /** Where the module's own page is. */
  readonly base: string
}

/** A placement whose module gets a host of this shell. */
export function createPlacement(target: Target, placeOf: (placement: Placement) => OwnPlace): Placement {
  const { release, slot, tier } = target

  const placement: Placement = new Placement(target, {
    load: tier === 'frame' ? loadInFrame : loadInPage,
    tell({ release: failed, context: where }, failure, phase, reference) {
      sendReport({ ...reportOf(failure.told.cause ?? failure.told), kind: 'error', code: failure.told.code, phase, reference }, failed, where.municipality)
      console.error(`[${reference}] ${failure.told.message}`, failure.told.cause ?? '')
    },
    renew: async ({ release: stuck }) => (await askToLeave(() => true, 'update')) && openFreshDocument(`stuck ${stuck.id}`),
  })
  return placement

  async function loadInPage(): Promise<Run> {
    const app = await loadApp(release)
    return async (el, signal) => {
      const gone = countMount(release.id)
      // Behind the mount's own clean-up, which comes next.
      signal.addEventListener('abort', () => setTimeout(gone), { once: true })
      const { setup, base } = prepare(placement, placeOf(placement), signal)
      const host = createPageHost({ ...setup, messages: app.messages ?? {} })
      if (slot === 'page') return app.mount(el, host)
      const mount = app.slots?.[slot]
      if (!mount) throw new Error(`${release.module} has nothing for the slot ${slot}.`)
      return mount(el, host, { pageHref: base })
    }
  }

  async function loadInFrame(_release: StartRelease, el: HTMLElement, signal: AbortSignal): Promise<Run> {
    // Fetched where there is a frame to show: most people have none.
    const { loadFramed, mountFramed } = await import('./framing.ts')
    const own = placeOf(placement)
    const app = await loadFramed({
      release,
      el,
      signal,
      title: textIn(release.manifest.name, useShell.getState().locale),
      failed: (error) => placement.fail(error),
      stray: (error) => void noteStray(error, placement),
      manners: { link: (address, newTab) => followFromFrame(address, newTab, (to) => own.go(to, {})), escape: () => own.escape?.() },
    })
    return (_el, mounted) => mountFramed(app, { ...prepare(placement, own, mounted), slot })
  }
}

/** All that a mount gets of this shell, for as long as `signal` lasts. */
function prepare(placement: Placement, own: OwnPlace, signal: AbortSignal): Prepared {
  const { area, context, release } = placement.target
  const manifest = release.manifest as MountedManifest
  const base = moduleBase(context.municipality, release.module)
  const person = useShell.getState().me?.person
  if (!person) throw new Error('Nobody is logged in.')
  const channel = theVault().channel(release.module, context.id, area === 'page' ? addressBelow(own.below.getState()) : null)
  const drafts = ownDrafts(channel.draft)
  const settings = createStore(() => settingsOf(manifest, settingsIn(context.id, release.module)))
  const stop = useShell.subscribe((state, before) => {
    if (state.me === before.me) return
    const next = settingsOf(manifest, settingsIn(context.id, release.module))
    // Most of what is news about a person is none about settings: nothing is drawn again for it.
    if (JSON.stringify(next) !== JSON.stringify(settings.getState())) settings.setState(next, true)
  })
  signal.addEventListener(
    'abort',
    () => {
      stop()
      // A last save may still be on its way.
      setTimeout(() => channel.close(), 10_000)
    },
    { once: true },
  )
  const setup: Prepared['setup'] = {
    manifest,
    base,
    ...asModuleSees(release.module, context, person),
    signal,
    channel: {
      ...channel,
      draft: drafts,
      fetch: (...request) => (hooks.tools ? hooks.tools.send(placement, channel.fetch, ...request) : channel.fetch(...request)),
    },
    place: {
      ...own,
      open: (path, as) => openOverlay({ as, module: release.module, contextId: context.id, path, title: textIn(manifest.name, useShell.getState().locale) }),
    },
    services: {
      ambience: useShell,
      settings,
      notify: (notice) => notify({ ...notice, module: release.module }),
      confirm: (question) => askConfirm(question, release.module, signal),
      report: (what) => sendReport(reportOf(what), release, context.municipality),
      guard(guard) {
        const release_ = holdGuard({ owner: placement, module: release.module, guard, giveUp: drafts.giveUp })
        signal.addEventListener('abort', release_, { once: true })
        return release_
      },
    },
  }
  return { setup, settings, base }
}

function settingsIn(contextId: string, module: string) {
  return contextOf(useShell.getState(), contextId)?.modules.find((on) => on.module === module)?.settings ?? {}
}
