import type { App, Cleanup, Messages, Slot, SlotProps } from '@digione/contracts'
import type { ComponentType, ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { asError } from '../as-error.ts'
import { defineApp } from '../define-app.ts'
import type { Host, SlotMount } from '../host.ts'
import { mountPrefix } from '../mount-prefix.ts'
import { Boundary, Shown } from './boundary.tsx'
import { withViews } from '../views.ts'
import { HostContext } from './hooks.ts'

export interface ReactAppDefinition {
  readonly messages?: Messages
  readonly page: ComponentType
  /** Widgets by slot; each gets the slot's props. */
  readonly cards?: Partial<Readonly<Record<Slot, ComponentType<SlotProps>>>>
}

/** A module whose page and cards are React components. The promise of a mount resolves at the first paint's commit. */
export function reactApp({ messages, page: Page, cards = {} }: ReactAppDefinition): App {
  const slots = Object.entries(cards).map(([slot, Card]): [string, SlotMount] => [slot, (el, host, props) => render(el, host, <Card {...props} />)])
  const app = defineApp({ messages, mount: (el, host) => render(el, host, <Page />), slots: Object.fromEntries(slots) })
  return withViews(app, { page: Page, ...cards })
}

function render(el: HTMLElement, host: Host, view: ReactNode): Promise<Cleanup> {
  return new Promise((resolve, reject) => {
    let isShown = false
    const root = createRoot(el, { identifierPrefix: mountPrefix(host) })
    const unmount = () => root.unmount()
    const shown = () => {
      isShown = true
      resolve(unmount)
    }
    // Before anything was shown the shell has the better card: the mount itself fails.
    const failed = (error: unknown) => {
      if (isShown) return false
      // Not from inside React's commit, where unmounting is refused.
      queueMicrotask(unmount)
      reject(asError(error))
      return true
    }
    root.render(
      <HostContext value={host}>
        <Boundary host={host} onError={failed}>
          {view}
          <Shown onShown={shown} />
        </Boundary>
      </HostContext>,
    )
  })
}
