import type { Start } from '@digione/contracts'
import { wasDeveloping } from './developing.ts'
import { useShell } from './store.ts'

/** Takes over what the HTML answer carries: written by this platform into this document, so its shape is not checked again. */
export function readStart() {
  const start = JSON.parse(document.querySelector('#digione-start')?.textContent ?? '') as Start
  // Without a hint most likely nobody is logged in: the public page stands at once, and gives way where somebody is.
  useShell.setState({
    start,
    phase: start.hint.at.length > 0 ? 'starting' : 'signed-out',
    locale: start.hint.locale,
    themeChoice: start.hint.theme,
    isDeveloping: wasDeveloping(),
  })
}
