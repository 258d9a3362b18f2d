import type { Slot } from '@digione/contracts'
import { useState } from 'react'
import { createStore } from 'zustand/vanilla'
import { Skeleton } from '../failure/Skeleton.tsx'
import { useWords } from '../language/use-words.ts'
import { openFreshDocument } from '../state/fresh-document.ts'
import { askToLeave } from '../state/leave.ts'
import { enter } from '../state/navigation.ts'
import { isCovered } from '../state/page.ts'
import { contextOf, releaseOf, useShell } from '../state/store.ts'
import { createPlacement, isMountedRelease, targetOf } from './mounting.ts'
import { Surface } from './Surface.tsx'
import { usePlacement } from './use-placement.ts'
import './place.css'

/**
 * A module's widget in a slot, for one context. It keeps the release that it was mounted with.
 *
 * What was switched on after the document was made is not mounted in it, but says so: the document that follows has it.
 */
export function ModuleCard({ contextId, module, release, slot = 'desktop.card.v1' }: { contextId: string; module: string; release: string; slot?: Slot }) {
  const tier = useShell((state) => contextOf(state, contextId)?.modules.find((on) => on.module === module)?.tier)
  const isNew = tier === 'page' && !isCovered(release)
  const [isTried, setTried] = useState(false)
  const { here, placement } = usePlacement(`${contextId}|${module}|${tier}|${isTried}`, () => {
    if (isNew && !isTried) return null
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
      {placement ? (
        <Surface placement={placement} size={size} />
      ) : isNew && !isTried ? (
        <NewCard release={release} tried={() => setTried(true)} />
      ) : (
        <Skeleton size={size} />
      )}
    </div>
  )
}

/** @param tried Called where another document was opened for it just now, and does not have it either: then the card says why. */
function NewCard({ release, tried }: { readonly release: string; readonly tried: () => void }) {
  const { t } = useWords()
  const show = async () => {
    if ((await askToLeave(() => true, 'update')) && !openFreshDocument(`cards ${release}`)) tried()
  }
  return (
    <div className="d1-place-new" data-new>
      <p className="d1-muted">{t('desktop.new')}</p>
      <button type="button" className="d1-button" onClick={() => void show()}>
        {t('desktop.new.show')}
      </button>
    </div>
  )
}
