import type { Me } from '@digione/contracts'
import { standing } from '../loader/mounts.ts'
import type { Placement } from '../loader/placement.ts'
import { saveAll } from '../state/leave.ts'
import { applyMe } from '../state/me.ts'
import { awaitTitle } from '../state/page-title.ts'
import { notify } from '../state/notices.ts'
import { contextOf, useShell, whyStopped } from '../state/store.ts'

/** How long unsaved work has when an administrator switches its module off. */
const SAVE_WITHIN_MS = 5000

/** The mounts whose module is not on any more in their context. */
export function switchedOff<P extends { readonly target: { readonly release: { readonly module: string }; readonly context: { readonly id: string } } }>(
  mounts: readonly P[],
  me: Pick<Me, 'contexts'>,
): P[] {
  return mounts.filter(({ target }) => !contextOf({ me: me as Me }, target.context.id)?.modules.some(({ module }) => module === target.release.module))
}

/** The mounts whose module runs in another tier now. */
export function movedTier<
  P extends {
    readonly target: Pick<Placement['target'], 'tier'> & { readonly release: { readonly module: string }; readonly context: { readonly id: string } }
  },
>(mounts: readonly P[], me: Pick<Me, 'contexts'>): P[] {
  return mounts.filter(({ target }) => {
    const on = contextOf({ me: me as Me }, target.context.id)?.modules.find(({ module }) => module === target.release.module)
    return on !== undefined && on.tier !== target.tier
  })
}

/**
 * Takes over what is on now. What was switched off leaves navigation and screen at once; a mount with unsaved work saves it
 * by itself first, out of sight, and has five seconds.
 */
export function applyEntitlements(me: Me) {
  const { route, locale: _locale } = useShell.getState()
  const off = switchedOff(standing(), me)
  const page = off.find(({ target }) => target.area === 'page')
  // What goes over into a frame, or out of one, is mounted anew: what is not saved is saved first, as it is with what is switched off.
  const moved = movedTier(standing(), me)
  if (moved.length > 0) {
    const saving = saveAll((owner) => moved.includes(owner as Placement), SAVE_WITHIN_MS)
    for (const mount of moved) mount.waitFor(saving)
  }
  for (const [module, mounts] of Map.groupBy(off, ({ target }) => target.release.module)) void close(module, mounts, me)
  applyMe(me)
  if (page && route.kind === 'module') {
    // What the person worked on is gone: they are told where they are now, as after going somewhere.
    awaitTitle()
    useShell.setState({ pageContextId: null, offer: null, pageProblem: { kind: 'switched-off', module: route.module, municipality: route.municipality } })
  }
}

async function close(module: string, mounts: readonly Placement[], me: Me) {
  const reason = mounts.map(({ target }) => whyStopped(me, module, target.context.municipality)).find((one) => one !== null)
  const name = mounts[0]?.target.release.manifest.name ?? module
  // Asked for before anything is unmounted: the mounts wait for it in `leave`.
  const saving = saveAll((owner) => mounts.includes(owner as Placement), SAVE_WITHIN_MS)
  for (const mount of mounts) mount.waitFor(saving)
  const { saved, lost } = await saving
  if (lost > 0) notify({ text: { key: 'notices.switchedOffLost', values: { module: name } }, tone: 'warning' })
  else if (reason) notify({ text: { key: 'notices.stopped', values: { module: name, reason } }, tone: 'warning' })
  else if (saved > 0) notify({ text: { key: 'notices.switchedOffSaved', values: { module: name } } })
  else notify({ text: { key: 'notices.switchedOff', values: { module: name } } })
}
