import { useEffect, useState, useSyncExternalStore } from 'react'
import { Failure } from '../failure/Failure.tsx'
import { Skeleton } from '../failure/Skeleton.tsx'
import { isTitleAwaited } from '../state/page-title.ts'
import type { Placement, Shown } from './placement.ts'

/** What is seen of a placement beside its own element: the skeleton until there is something, the card where it failed. */
export function Surface({ placement, size }: { placement: Placement; size: 'small' | 'medium' | 'large' }) {
  const { state, failure } = useSyncExternalStore(placement.watch, placement.shown)
  if (failure) return <Failure failure={failure} />
  return isComing(state) ? <Skeleton size={size} /> : null
}

const isComing = (state: Shown['state']) => state === 'loading' || state === 'mounting'

/** A page that stands within this time, in ms, comes without a skeleton before it: two changes for the eye, and two drawings. */
const SKELETON_AFTER_MS = 120

/** As `Surface`, for the page area; `null`: the page before is going. The first page of a document has the skeleton that the document came with. */
export function PageSurface({ placement }: { placement: Placement | null }) {
  const { state, failure } = useSyncExternalStore(placement?.watch ?? nothingToWatch, placement?.shown ?? nothingYet)
  const isWaiting = !failure && isComing(state)
  const [isLong, setLong] = useState(() => !isTitleAwaited())
  useEffect(() => {
    if (!isWaiting) return undefined
    const late = setTimeout(setLong, SKELETON_AFTER_MS, true)
    return () => {
      clearTimeout(late)
      setLong(false)
    }
  }, [isWaiting])
  if (failure) return <Failure key={failure.reference} failure={failure} />
  return isWaiting && isLong ? <Skeleton size="page" /> : null
}

const NOTHING_YET: Shown = { state: 'loading', failure: null }
const nothingYet = () => NOTHING_YET
const nothingToWatch = () => () => {}
