import { askToLeave } from './leave.ts'
import { useShell } from './store.ts'
import type { Overlay } from './store.ts'

// By overlay: who opened it and waits, and who stands in it (known once it is mounted).
const openers = new Map<string, (result: unknown) => void>()
const owners = new Map<string, object>()

/** Shows one of a module's pages in a dialog or panel. Resolves with what it is closed with; `undefined` where it is just closed. */
export function openOverlay(overlay: Omit<Overlay, 'id'>): Promise<unknown> {
  const id = crypto.randomUUID()
  return new Promise((resolve) => {
    openers.set(id, resolve)
    useShell.setState(({ overlays }) => ({ overlays: [...overlays, { ...overlay, id }] }))
  })
}

/** Notes which mount stands in an overlay. */
export function ownOverlay(id: string, owner: object): () => void {
  owners.set(id, owner)
  return () => void owners.delete(id)
}

/** Closes without asking: the module itself said so, or what there was to ask has been asked. */
export function dropOverlay(id: string, result?: unknown) {
  useShell.setState(({ overlays }) => ({ overlays: overlays.filter((overlay) => overlay.id !== id) }))
  openers.get(id)?.(result)
  openers.delete(id)
}

/** Closes as the person wishes it: unsaved work in it is asked about first. */
export async function closeOverlay(id: string) {
  const owner = owners.get(id)
  if (owner && !(await askToLeave((other) => other === owner, 'close'))) return
  dropOverlay(id)
}

export const nameOverlay = (id: string, title: string) =>
  useShell.setState(({ overlays }) => ({ overlays: overlays.map((overlay) => (overlay.id === id ? { ...overlay, title } : overlay)) }))
