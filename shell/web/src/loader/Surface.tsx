import { useSyncExternalStore } from 'react'
import { Failure } from '../failure/Failure.tsx'
import { Skeleton } from '../failure/Skeleton.tsx'
import type { Placement } from './placement.ts'

/** What is seen of a placement beside its own element: the skeleton until there is something, the card where it failed. */
export function Surface({ placement, size }: { placement: Placement; size: 'page' | 'small' | 'medium' | 'large' }) {
  const { state, failure } = useSyncExternalStore(placement.watch, placement.shown)
  if (failure) return <Failure failure={failure} />
  return state === 'loading' || state === 'mounting' ? <Skeleton size={size} /> : null
}
