import type { App, Cleanup, Messages, Slot, SlotProps } from '@digione/contracts'
import { createApp, defineComponent, h, onErrorCaptured, ref } from 'vue'
import type { Component } from 'vue'
import { asError } from '../as-error.ts'
import { defineApp } from '../define-app.ts'
import { fallbackTexts } from '../fallback-texts.ts'
import type { Host, SlotMount } from '../host.ts'
import { mountPrefix } from '../mount-prefix.ts'
import { withViews } from '../views.ts'
import { HostKey, withReactiveTexts } from './composables.ts'

export interface VueAppDefinition {
  readonly messages?: Messages
  readonly page: Component
  /** Widgets by slot; each gets the slot's props. */
  readonly cards?: Partial<Readonly<Record<Slot, Component>>>
}

/** A module whose page and cards are Vue components. Vue comes with the module. */
export function vueApp({ messages, page, cards = {} }: VueAppDefinition): App {
  const slots = Object.entries(cards).map(([slot, card]): [string, SlotMount] => [slot, (el, host, props) => render(el, host, card, props)])
  const app = defineApp({ messages, mount: (el, host) => render(el, host, page), slots: Object.fromEntries(slots) })
  return withViews(app, { page, ...cards })
}

function render(el: HTMLElement, plainHost: Host, view: Component, props?: SlotProps): Cleanup {
  const { host, stop } = withReactiveTexts(plainHost)
  const boundary = makeBoundary(host, view, props)
  const app = createApp(boundary.component)
  app.config.idPrefix = mountPrefix(host)
  app.provide(HostKey, host)
  const unmount = () => {
    app.unmount()
    stop()
  }
  app.mount(el)
  // Before anything was shown the shell has the better card: the mount itself fails.
  const error = boundary.shown()
  if (error !== undefined) {
    unmount()
    throw asError(error)
  }
  return unmount
}

// Vue tells where an error came from in words, or in production by the number in a link to its docs: 0 is setup, 1 rendering.
const isViewError = (info: string) => info === 'setup function' || info === 'render function' || /#runtime-[01]$/.test(info)

/** Replaces a view that threw in setup or rendering by one sentence and a retry. Every error is reported. */
function makeBoundary(host: Host, view: Component, props: SlotProps | undefined) {
  let isShown = false
  let first: unknown
  const component = defineComponent(() => {
    const broke = ref(false)
    onErrorCaptured((error, _instance, info) => {
      if (isShown) host.report(error)
      else first ??= error ?? new Error(info)
      if (isViewError(info)) broke.value = true
      return false
    })
    return () => {
      if (!broke.value) return h(view, { ...props })
      const texts = fallbackTexts(host.locale.value)
      return h('div', { role: 'alert' }, [h('p', texts.broke), h('button', { type: 'button', onClick: () => (broke.value = false) }, texts.retry)])
    }
  })
  return {
    component,
    /** The view is on the page; gives the error that broke it before, if any. */
    shown() {
      isShown = true
      return first
    },
  }
}
