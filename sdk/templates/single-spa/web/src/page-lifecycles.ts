import type { LifecycleProps } from '@digione/sdk/single-spa'
import { showPage } from './page.ts'

// Yours may come from single-spa-react, single-spa-angular or any other of its family: they are taken as they are.

/** What ends each mount, by its element: several stand at once where the module is opened beside itself. */
const ends = new Map<HTMLElement, () => void>()

export async function mount({ domElement, host }: LifecycleProps): Promise<void> {
  ends.set(domElement, showPage(domElement, host))
}

export async function unmount({ domElement }: LifecycleProps): Promise<void> {
  ends.get(domElement)?.()
  ends.delete(domElement)
}
