import { useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { noteMount } from './mounts.ts'
import type { Placement } from './placement.ts'

/**
 * Has a placement stand in an element for as long as the component does.
 *
 * @param make Makes it; a new one for each `key`.
 */
export function usePlacement(
  key: string,
  make: () => Placement | null,
): { readonly here: RefObject<HTMLDivElement | null>; readonly placement: Placement | null } {
  const here = useRef<HTMLDivElement>(null)
  const [placement, setPlacement] = useState<Placement | null>(null)
  useLayoutEffect(() => {
    const made = make()
    setPlacement(made)
    if (!made) return undefined
    const forget = noteMount(made)
    here.current?.prepend(made.element)
    void made.start()
    return () => void made.leave().finally(forget)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a mount is pinned: only its key makes another one
  }, [key])
  return { here, placement }
}
