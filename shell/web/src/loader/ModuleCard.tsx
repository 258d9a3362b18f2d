import type { Slot } from '@digione/contracts'
import { createStore } from 'zustand/vanilla'
import { Skeleton } from '../failure/Skeleton.tsx'
import { enter } from '../state/navigation.ts'
import { contextOf, releaseOf, useShell } from '../state/store.ts'
import { createPlacement, isMountedRelease, targetOf } from './mounting.ts'
import { Surface } from './Surface.tsx'
import { usePlacement } from './use-placement.ts'
import './place.css'

/** A module's widget in a slot, for one context. It keeps the release that it was mounted with. */
export function ModuleCard({ contextId, module, release, slot = 'desktop.card.v1' }: { contextId: string; module: string; release: string; slot?: Slot }) {
  const tier = useShell((state) => contextOf(state, contextId)?.modules.find((on) => on.module === module)?.tier)
  const { here, placement } = usePlacement(`${contextId}|${module}|${tier}`, () => {
    const state = useShell.getState()
    const context = contextOf(state, contextId)
    const target = context && targetOf(context, releaseOf(state, release), 'desktop', slot)
    return (
      target &&
      createPlacement(target, () => ({
        below: createStore(() => '/'),
        go: (address, options) => void enter(contextId, address, options),
        step() {},
        close() {},
        title() {},
      }))
    )
  })
  const known = useShell((state) => releaseOf(state, release))
  const size = (known && isMountedRelease(known) && known.manifest.slots[slot]?.height) || 'medium'
  return (
    <div className="d1-place d1-place-card" data-size={size} ref={here}>
      {placement ? <Surface placement={placement} size={size} /> : <Skeleton size={size} />}
    </div>
  )
}
