import type { App, Cleanup, Messages, Slot, SlotProps } from '@digione/contracts'
import { flushSync, mount, unmount } from 'svelte'
import type { Component } from 'svelte'
import { asError } from '../as-error.ts'
import { defineApp } from '../define-app.ts'
import type { Host, SlotMount } from '../host.ts'
import Boundary from './Boundary.svelte'
import { HOST, withReactiveTexts } from './runes.ts'

export interface SvelteAppDefinition {
  readonly messages?: Messages
  readonly page: Component
  /** Widgets by slot; each gets the slot's props. */
  readonly cards?: Partial<Readonly<Record<Slot, Component<{ pageHref: string }>>>>
}

/** A module whose page and cards are Svelte components. Svelte comes with the module. */
export function svelteApp({ messages, page, cards = {} }: SvelteAppDefinition): App {
  const slots = Object.entries(cards).map(([slot, card]): [string, SlotMount] => [slot, (el, host, props) => render(el, host, card as Component, props)])
  return defineApp({ messages, mount: (el, host) => render(el, host, page), slots: Object.fromEntries(slots) })
}

function render(target: HTMLElement, plainHost: Host, view: Component, props?: SlotProps): Cleanup {
  const host = withReactiveTexts(plainHost)
  let isShown = false
  let first: { readonly error: unknown } | undefined
  const onerror = (error: unknown) => {
    if (isShown) host.report(error)
    else first ??= { error }
  }
  const mounted = mount(Boundary, { target, props: { host, view, props, onerror }, context: new Map([[HOST, host]]) })
  const end = () => void unmount(mounted)
  flushSync()
  isShown = true
  // Before anything was shown the shell has the better card: the mount itself fails.
  if (first) {
    end()
    throw asError(first.error)
  }
  return end
}
