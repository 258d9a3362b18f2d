import { settingsOf, textIn } from '@digione/contracts'
import type { MyContext, PageManifest, StartRelease } from '@digione/contracts'
import { createStore } from 'zustand/vanilla'
import { ownDrafts } from '../host/own-drafts.ts'
import { asModuleSees, createPageHost } from '../host/page-host.ts'
import type { Place } from '../host/page-host.ts'
import { reportOf, sendReport } from '../session/report.ts'
import { theVault } from '../session/the-vault.ts'
import { openFreshDocument } from '../state/fresh-document.ts'
import { askToLeave, holdGuard } from '../state/leave.ts'
import { notify } from '../state/notices.ts'
import { openOverlay } from '../state/overlays.ts'
import { askConfirm } from '../state/questions.ts'
import { moduleBase } from '../state/route.ts'
import { contextOf, useShell } from '../state/store.ts'
import { loadApp } from './federation.ts'
import { countMount } from './leftovers.ts'
import { Placement } from './placement.ts'
import type { Target } from './placement.ts'

/** What a place does for the module in it; the rest is alike in all places. */
export type OwnPlace = Pick<Place, 'below' | 'go' | 'close' | 'title'>

/** A release that is mounted in the shell's own realm. */
export const isPageRelease = (release: StartRelease): release is StartRelease & { manifest: PageManifest } => release.manifest.isolation === 'page'

/** What a path below a module's base asks its server for: where on the page one looks is nobody else's business. */
export const addressBelow = (path: string): string => path.replace(/#.*$/s, '')

/** What one mount is of, or `null` where the context does not have the module or the module is not one that is mounted. */
export function targetOf(context: MyContext, release: StartRelease | null, area: Target['area'], slot: Target['slot']): Target | null {
  return release && isPageRelease(release) ? { release, context, area, slot } : null
}

/** A placement whose module gets a host of this shell. */
export function createPlacement(target: Target, placeOf: (placement: Placement) => OwnPlace): Placement {
  const { area, context, release, slot } = target
  const manifest = release.manifest as PageManifest
  const base = moduleBase(context.municipality, release.module)

  const placement: Placement = new Placement(target, {
    load: loadApp,
    async run(app, el, signal) {
      const gone = countMount(release.id)
      const person = useShell.getState().me?.person
      if (!person) throw new Error('Nobody is logged in.')
      const own = placeOf(placement)
      const channel = theVault().channel(release.module, context.id, area === 'page' ? addressBelow(own.below.getState()) : null)
      const drafts = ownDrafts(channel.draft)
      const settings = createStore(() => settingsOf(manifest, settingsIn(context.id, release.module)))
      const stop = useShell.subscribe((state, before) => {
        if (state.me !== before.me) settings.setState(settingsOf(manifest, settingsIn(context.id, release.module)), true)
      })
      signal.addEventListener(
        'abort',
        () => {
          stop()
          // Behind its own clean-up, which comes next.
          setTimeout(gone)
          // A last save may still be on its way.
          setTimeout(() => channel.close(), 10_000)
        },
        { once: true },
      )
      const host = createPageHost({
        manifest,
        base,
        messages: app.messages ?? {},
        ...asModuleSees(release.module, context, person),
        signal,
        channel: { ...channel, draft: drafts },
        place: {
          ...own,
          open: (path, as) =>
            openOverlay({ as, module: release.module, contextId: context.id, path, title: textIn(manifest.name, useShell.getState().locale) }),
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
      })
      if (slot === 'page') return app.mount(el, host)
      const mount = app.slots?.[slot]
      if (!mount) throw new Error(`${release.module} has nothing for the slot ${slot}.`)
      return mount(el, host, { pageHref: base })
    },
    tell({ release: failed, context: where }, failure, phase, reference) {
      sendReport({ ...reportOf(failure.told.cause ?? failure.told), kind: 'error', code: failure.told.code, phase, reference }, failed, where.municipality)
      console.error(`[${reference}] ${failure.told.message}`, failure.told.cause ?? '')
    },
    renew: async ({ release: stuck }) => (await askToLeave(() => true, 'update')) && openFreshDocument(`stuck ${stuck.id}`),
  })
  return placement
}

function settingsIn(contextId: string, module: string) {
  return contextOf(useShell.getState(), contextId)?.modules.find((on) => on.module === module)?.settings ?? {}
}
