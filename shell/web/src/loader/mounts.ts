import type { Placement } from './placement.ts'

/** Every module that stands in the document now. */
const mounts = new Set<Placement>()

export function noteMount(placement: Placement): () => void {
  mounts.add(placement)
  return () => void mounts.delete(placement)
}

export const standing = (): readonly Placement[] => [...mounts]
