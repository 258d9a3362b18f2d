import type { LifecycleProps } from '@digione/sdk/single-spa'
import { showCard } from './card.ts'

/** What ends each mount, by its element: a guardian's desktop has a card for every child. */
const ends = new Map<HTMLElement, () => void>()

export async function mount({ domElement, host, pageHref = '' }: LifecycleProps): Promise<void> {
  ends.set(domElement, showCard(domElement, host, pageHref))
}

export async function unmount({ domElement }: LifecycleProps): Promise<void> {
  ends.get(domElement)?.()
  ends.delete(domElement)
}
