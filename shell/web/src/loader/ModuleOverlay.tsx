import { isBelow } from '@digione/contracts'
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'
import { enter } from '../state/navigation.ts'
import { closeOverlay, dropOverlay, nameOverlay, ownOverlay } from '../state/overlays.ts'
import { moduleBase } from '../state/route.ts'
import { contextOf, releaseOf, useShell } from '../state/store.ts'
import type { Overlay } from '../state/store.ts'
import { createPlacement, targetOf } from './mounting.ts'
import { Surface } from './Surface.tsx'
import { usePlacement } from './use-placement.ts'
import './place.css'

/** The inside of a dialog or panel: the module's own page, with an address of its own that the person's history knows nothing of. */
export function ModuleOverlay({ overlay: { id, module, contextId, path } }: { overlay: Overlay }) {
  const { here, placement } = usePlacement(id, () => {
    const state = useShell.getState()
    const context = contextOf(state, contextId)
    const on = context?.modules.find((one) => one.module === module)
    const target = context && on && targetOf(context, releaseOf(state, on.release), 'overlay', 'page')
    if (!target) return null
    const base = moduleBase(context.municipality, module)
    const below = createStore(() => path)
    return createPlacement(target, () => ({
      below,
      go(address, options) {
        if (isBelow(base, address)) below.setState(address.slice(base.length) || '/')
        else void enter(contextId, address, options).then((went) => went && dropOverlay(id))
      },
      // Its addresses are no steps of the person's.
      step() {},
      close: (result) => dropOverlay(id, result),
      title: (text) => nameOverlay(id, text),
      escape: () => void closeOverlay(id),
    }))
  })
  useEffect(() => (placement ? ownOverlay(id, placement) : undefined), [id, placement])
  return (
    <div className="d1-place d1-place-overlay" ref={here}>
      {placement ? <Surface placement={placement} size="medium" /> : null}
    </div>
  )
}
