import { DigiOneError, frameOrigin, framePath } from '@digione/contracts'
import type { StartRelease } from '@digione/contracts'
import { openFrameEnd } from '../host/frame-host.ts'
import type { FrameEnd, FrameSign } from '../host/frame-host.ts'
import { KNOCK } from '../host/frame-port.ts'
import type { FrameOpening } from '../host/frame-port.ts'
import { pairOfPorts } from '../session/caller.ts'
import { headings } from '../state/page-title.ts'
import { useShell } from '../state/store.ts'
import { requireSeal, whyNotLoaded } from './federation.ts'
import { ModuleFailure } from './failure.ts'
import { followFrame } from './frame-manners.ts'
import type { FramedApp } from './mount-framed.ts'

/** How long after its document has loaded a frame may take to ask for its port: it asks before. */
const KNOCKS_WITHIN_MS = 1500
/** A frame is asked so often whether it is there. */
const PING_EVERY_MS = 2000
/** And may be silent for so long. */
const SILENT_MS = 6000

export interface FramingSetup {
  readonly release: StartRelease
  /** The placement's element, in the document. */
  readonly el: HTMLElement
  /** Aborted when the mount is over. */
  readonly signal: AbortSignal
  readonly title: string
  /** The mount became unusable after it was ready. */
  failed(error: unknown): void
  /** An error in the frame that nothing caught. */
  stray(error: Error): void
  /** A key, a press, a link of the frame's that is the shell's to follow. */
  manners: Parameters<typeof followFrame>[0]['manners']
}

function frameFor({ release, title }: FramingSetup): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.className = 'd1-frame'
  frame.title = title
  // Without `allow-same-origin` it is of an origin of its own, which has no cookies, no storage, and nothing in common with any other.
  frame.setAttribute('sandbox', 'allow-scripts allow-forms')
  frame.setAttribute('allow', '')
  frame.referrerPolicy = 'no-referrer'
  frame.src = frameOrigin(useShell.getState().start.modules, release.module) + framePath(release.id)
  return frame
}

/** The one port of a frame's own, given when its document asks, which it does before any code of the module is there. */
function portOf(frame: HTMLIFrameElement, opening: FrameOpening, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      removeEventListener('message', knock)
      clearTimeout(late)
    }
    const giveUp = () => {
      stop()
      reject(new DigiOneError('MODULE_NOT_LOADED', opening.release.module, 'its frame did not come'))
    }
    let late: ReturnType<typeof setTimeout> | undefined
    function knock({ source, origin, data }: MessageEvent<unknown>) {
      if (data !== KNOCK || origin !== 'null' || source === null || source !== frame.contentWindow) return
      stop()
      const [mine, theirs] = pairOfPorts()
      // Its origin is opaque and has no name. What the frame holds now is the platform's own document: it has just said so.
      frame.contentWindow.postMessage(opening, '*', [theirs])
      resolve(mine)
    }
    addEventListener('message', knock)
    frame.addEventListener('load', () => (late = setTimeout(giveUp, KNOCKS_WITHIN_MS)), { once: true })
    signal.addEventListener('abort', giveUp, { once: true })
  })
}

/**
 * Loads a release in a frame of another site, which stands in `el` from now on, unseen until something is in it.
 *
 * @throws {ModuleFailure} `blocked` where the release is not the one that was signed, else `load`.
 */
export async function loadFramed(setup: FramingSetup): Promise<FramedApp> {
  const { release, el, signal } = setup
  await requireSeal(release)
  signal.throwIfAborted()
  const frame = frameFor(setup)
  el.dataset['waiting'] = ''
  const opening: FrameOpening = { digione: KNOCK, release, keys: useShell.getState().start.keys }
  const asked = portOf(frame, opening, signal)
  el.append(frame)
  const port = await asked.catch(async (error: unknown) => {
    if (signal.aborted) throw error
    return failedToLoad(release, error)
  })
  return new Promise((resolve, reject) => {
    const life = framed(setup, frame, port, {
      loaded: resolve,
      // Rejects with what comes of it.
      notLoaded: (error) => resolve(failedToLoad(release, error)),
      blocked: () => reject(new ModuleFailure('blocked', new DigiOneError('MODULE_BLOCKED', release.module, 'The description'))),
    })
    signal.addEventListener('abort', life.abandon, { once: true })
  })
}

const failedToLoad = async (release: StartRelease, error: unknown): Promise<never> => {
  throw await whyNotLoaded(release, error)
}

interface Loading {
  loaded(app: FramedApp): void
  notLoaded(error: Error): void
  blocked(): void
}

const errorOf = ({ name, message }: { name: string; message: string }) =>
  Object.assign(name === 'TypeError' ? new TypeError(message) : new Error(message), { name })

function framed(setup: FramingSetup, frame: HTMLIFrameElement, port: MessagePort, loading: Loading) {
  const { release, el, signal } = setup
  let mounting: { resolve(): void; reject(error: Error): void } | null = null
  let isReady = false
  let left = () => {}
  const gone = new Promise<void>((resolve) => (left = resolve))

  const end = openFrameEnd({ port, sign, flooded: () => lost(new DigiOneError('TOO_MANY_REQUESTS', release.module, 30)) })
  // The frame has gone, by whatever way, and its end of the port with it.
  port.addEventListener('close', () => left())
  const manners = followFrame({
    frame,
    el,
    tell: end.tell,
    manners: setup.manners,
    unruly: () => lost(new Error('It takes the focus from whoever is writing elsewhere.')),
  })
  const pulse = watchPulse(end.tell, () => lost(new ModuleFailure('timeout', new DigiOneError('MODULE_TIMED_OUT', release.module, 'answer', SILENT_MS))))
  // A document has come after the platform's own: whatever it is, it is not the module.
  frame.addEventListener('load', () => frame.addEventListener('load', () => lost(new Error('The frame went somewhere else.'))), { once: true })

  function lost(error: Error) {
    loading.notLoaded(error)
    mounting?.reject(error)
    if (isReady) setup.failed(error)
    left()
  }
  function sign(told: FrameSign) {
    pulse.heard()
    if (told.kind === 'loaded') return loading.loaded(app)
    if (told.kind === 'mounted') return mounting?.resolve()
    if (told.kind === 'unmounted') return left()
    if (told.kind !== 'failed') return told.kind === 'pong' ? undefined : manners.hear(told)
    if (told.phase === 'blocked') return loading.blocked()
    if (told.phase === 'load') return loading.notLoaded(errorOf(told))
    if (told.phase === 'mount') return mounting?.reject(errorOf(told))
    if (told.phase === 'left') return lost(errorOf(told))
    setup.stray(errorOf(told))
  }

  const app: FramedApp = {
    tell: end.tell,
    async mount(mount, served) {
      end.serve(served)
      const mounted = new Promise<void>((resolve, reject) => (mounting = { resolve, reject }))
      end.tell({ event: 'mount', mount })
      signal.addEventListener('abort', () => end.tell({ event: 'unmount' }), { once: true })
      await mounted
      isReady = true
      pulse.start()
      return async () => {
        // Where the place went first, the frame went with it, and there is nobody to wait for.
        if (frame.isConnected) await gone
        abandon()
      }
    },
  }

  function abandon() {
    pulse.stop()
    manners.end()
    // What it has asked last is still to be answered to the shell's own, and the port is needed until it is gone.
    if (!isReady) end.close()
  }
  headings.set(frame, () => manners.enter())
  return { abandon: () => (isReady ? undefined : abandon()) }
}

/** Notices a frame that does not answer: it hangs, its process was ended, or its port is in nobody's hands any more. */
function watchPulse(tell: FrameEnd['tell'], silent: () => void) {
  let heardAt = performance.now()
  let calls = 0
  let timer: ReturnType<typeof setInterval> | undefined
  // A document in the background is slow for reasons of its own.
  const isSeen = () => document.visibilityState === 'visible'
  const look = () => {
    if (!isSeen()) return void (heardAt = performance.now())
    if (performance.now() - heardAt > SILENT_MS) {
      clearInterval(timer)
      return silent()
    }
    tell({ event: 'ping', call: ++calls })
  }
  return {
    heard: () => void (heardAt = performance.now()),
    start() {
      heardAt = performance.now()
      timer = setInterval(look, PING_EVERY_MS)
    },
    stop: () => clearInterval(timer),
  }
}

export { mountFramed } from './mount-framed.ts'
