import type { FrameEnd, Served } from '../host/frame-host.ts'
import type { FrameMount } from '../host/frame-port.ts'
import { createPageHost } from '../host/page-host.ts'
import type { Seen, Setup } from '../host/page-host.ts'

/** A release's app in a frame of its own, loaded and not yet mounted. */
export interface FramedApp {
  /** @returns Ends the mount: settles when the module has cleaned up. */
  mount(mount: FrameMount, served: Served): Promise<() => Promise<void>>
  readonly tell: FrameEnd['tell']
}

/** Mounts a frame's app: its host is one of this shell's, as a page's is, at the other end of the port. */
export async function mountFramed(app: FramedApp, { setup, base, slot }: { setup: Omit<Setup, 'messages'>; base: string; slot: FrameMount['slot'] }) {
  const { manifest, user, context, channel, place, services, signal } = setup
  const host = createPageHost({ ...setup, messages: {} })
  const ambience = tellAmbience(services.ambience, app.tell, signal)
  const stops = [
    services.settings.subscribe((settings) => app.tell({ event: 'settings', settings })),
    place.below.subscribe((below) => app.tell({ event: 'below', below })),
  ]
  signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true })
  return app.mount(
    { base, user, context, slot, ambience, settings: services.settings.getState(), below: place.below.getState(), pageHref: base },
    { host, channel, hears: manifest.hears, guard: services.guard },
  )
}

/** What the shell shows alike everywhere, and every change of it, told to a frame while its mount lasts. */
function tellAmbience(ambience: Setup['services']['ambience'], tell: FrameEnd['tell'], signal: AbortSignal): Seen {
  const seen = (): Seen => {
    const { locale, scheme, brand } = ambience.getState()
    return { locale, scheme, brand }
  }
  const stop = ambience.subscribe((state, before) => {
    if (state.locale !== before.locale || state.scheme !== before.scheme || state.brand !== before.brand) tell({ event: 'ambience', ambience: seen() })
  })
  signal.addEventListener('abort', stop, { once: true })
  return seen()
}
