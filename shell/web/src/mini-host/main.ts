import '../frame/layers.css'
import '@digione/ui/tokens.css'
import '@digione/ui/reset.css'
import './mini-host.css'
import type { App, Cleanup } from '@digione/contracts'
import { defineElements } from '@digione/ui'
import type { FrameRequest } from '../host/frame-messages.ts'
import { KNOCK } from '../host/frame-port.ts'
import type { FrameEvent, FrameMount, FrameOpening } from '../host/frame-port.ts'
import { integrities } from '../loader/integrity.ts'
import { createRemotes } from '../loader/remotes.ts'
import { sealHolds } from '../loader/seal.ts'
import { openCaller } from '../session/caller.ts'
import { legacyIn, openForLegacy } from './legacy.ts'
import { createRemoteHost, toldOf } from './remote-host.ts'
import type { RemoteHost } from './remote-host.ts'
import { sharesFor } from './shares/shares-for.ts'
import { buildWalls } from './walls.ts'
import { dress, focusHeading, joinShell, watchSize } from './surroundings.ts'

const { shell = '', shared = '' } = document.documentElement.dataset

/** One port, from the window around this one and of the shell's origin alone; afterwards nobody is listened to any more. */
function take({ source, origin, ports, data }: MessageEvent<unknown>) {
  const [port] = ports
  if (source !== parent || origin !== shell || ports.length !== 1 || !port || !isOpening(data)) return
  removeEventListener('message', take)
  void open(data, port)
}

const isOpening = (data: unknown): data is FrameOpening => typeof data === 'object' && data !== null && 'digione' in data && data.digione === KNOCK

async function open({ release, keys }: FrameOpening, port: MessagePort) {
  const caller = openCaller<FrameRequest, FrameEvent>(port, hear)
  const element = document.querySelector<HTMLElement>('.d1-module') ?? document.body
  let app: App | null = null
  let mounted: { readonly remote: RemoteHost; readonly cleanup: Promise<Cleanup | void> } | null = null

  joinShell(caller, shell)
  addEventListener('error', ({ error, message }) => caller.tell({ kind: 'failed', phase: 'run', ...toldOf(error ?? message) }))
  addEventListener('unhandledrejection', ({ reason }) => caller.tell({ kind: 'failed', phase: 'run', ...toldOf(reason) }))
  // What is left to a frame is to change its own address behind the `#`. A link does not: see followLinks.
  addEventListener('hashchange', () => caller.tell({ kind: 'failed', phase: 'left', ...toldOf('It changes the history.') }))
  // A frame that is taken away at once may still have something to put in order.
  addEventListener('pagehide', () => mounted?.remote.end())

  function hear(event: FrameEvent) {
    if (event.event === 'ping') return caller.tell({ kind: 'pong', call: event.call })
    if (event.event === 'mount') return void mount(event.mount)
    if (event.event === 'unmount') return void unmount()
    if (event.event === 'focus') return focusHeading(element)
    if (event.event === 'scrolled') return document.documentElement.style.setProperty('--d1-sticky-top', `${event.top}px`)
    if (event.event === 'ambience') dress(event.ambience)
    mounted?.remote.hear(event)
  }

  async function mount(given: FrameMount) {
    if (!app || mounted || release.manifest.isolation === 'link') return
    const { mount: page, slots = {}, messages } = app
    const remote = createRemoteHost(caller, release.manifest, given, messages)
    dress(given.ambience)
    element.dataset['slot'] = given.slot
    const { slot } = given
    const run = async () => {
      if (slot === 'page') return page(element, remote.host)
      const widget = slots[slot]
      if (!widget) throw new Error(`${release.module} has nothing for the slot ${slot}.`)
      return widget(element, remote.host, { pageHref: given.pageHref })
    }
    // Called in a promise: what throws at once and what rejects later are the same failure.
    const cleanup = Promise.resolve().then(run)
    mounted = { remote, cleanup }
    try {
      await cleanup
      element.dataset['state'] = 'ready'
      caller.tell({ kind: 'mounted' })
    } catch (error) {
      caller.tell({ kind: 'failed', phase: 'mount', ...toldOf(error) })
    }
  }

  async function unmount() {
    const going = mounted
    mounted = null
    going?.remote.end()
    try {
      const cleanup = await going?.cleanup
      cleanup?.()
      await going?.remote.lastRequests()
    } catch (error) {
      caller.tell({ kind: 'failed', phase: 'run', ...toldOf(error) })
    }
    caller.tell({ kind: 'unmounted' })
  }

  try {
    if (!(await sealHolds(release, keys, integrities()))) return caller.tell({ kind: 'failed', phase: 'blocked', name: 'Error', message: 'The description' })
    app = await createRemotes('frame', await sharesFor(shared.split(' ')))(release)
    watchSize(element, caller)
    caller.tell({ kind: 'loaded' })
  } catch (error) {
    caller.tell({ kind: 'failed', phase: 'load', ...toldOf(error) })
  }
}

const legacy = legacyIn(document.documentElement.dataset)
buildWalls({ isWrapped: legacy !== null })
if (legacy) openForLegacy(legacy)
defineElements()
if (parent !== window) {
  addEventListener('message', take)
  parent.postMessage(KNOCK, shell)
}
