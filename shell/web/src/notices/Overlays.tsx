import { ModuleOverlay } from '../loader/ModuleOverlay.tsx'
import { closeOverlay } from '../state/actions.ts'
import { useShell } from '../state/store.ts'
import { Dialog } from './Dialog.tsx'

/** Modules' own pages in dialogs and panels: the module has the inside, the shell the edges and the way out. */
export function Overlays() {
  const overlays = useShell((state) => state.overlays)
  return overlays.map((overlay) => (
    <Dialog key={overlay.id} as={overlay.as} title={overlay.title} onCancel={() => void closeOverlay(overlay.id)}>
      <ModuleOverlay overlay={overlay} />
    </Dialog>
  ))
}
