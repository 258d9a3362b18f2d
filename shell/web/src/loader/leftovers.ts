import { releaseInStack } from './release-in-stack.ts'

type Undo = () => void

/** What the code of each release that stands has begun on the window, the document and the clock, and has not ended. */
const begun = new Map<string, Map<unknown, Undo>>()

/** Frames between an error that is made in `caller` and whoever called what was watched: `caller` itself and the watch. */
const OWN_FRAMES = 2

/**
 * What the release that calls has begun, where it stands now.
 *
 * Only the nearest frame counts: what a library of the shell begins in a module's name is the library's. What a release begins while
 * it is imported is once for all of its mounts, and stays.
 */
function caller(): Map<unknown, Undo> | undefined {
  if (begun.size === 0) return undefined
  const frames = (new Error('who').stack ?? '').split('\n').filter((line) => /:\d+:\d+\)?$/.test(line))
  const id = releaseInStack(frames[OWN_FRAMES] ?? '')
  return id === null ? undefined : begun.get(id)
}

/** React listens to this once in a document and never again, by a mark of its own. */
const FOR_GOOD = 'selectionchange'

const isCapture = (options: unknown) => (typeof options === 'object' && options !== null ? Boolean(Reflect.get(options, 'capture')) : Boolean(options))

/** A listener is known by its target, name, function and phase, as the browser knows it. */
const keys = new WeakMap<object, Map<string, object>>()
function keyOf(target: string, type: string, listener: object, options: unknown): object {
  const known = keys.get(listener) ?? new Map<string, object>()
  keys.set(listener, known)
  const name = `${target} ${type} ${isCapture(options)}`
  const key = known.get(name) ?? {}
  known.set(name, key)
  return key
}

function watchListeners(name: string, target: Window | Document) {
  const add = target.addEventListener.bind(target)
  const remove = target.removeEventListener.bind(target)
  target.addEventListener = (type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions) => {
    if (!listener) return
    if (type !== FOR_GOOD) caller()?.set(keyOf(name, type, listener, options), () => remove(type, listener, options))
    add(type, listener, options)
  }
  target.removeEventListener = (type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions) => {
    if (!listener) return
    for (const mine of begun.values()) mine.delete(keyOf(name, type, listener, options))
    remove(type, listener, options)
  }
}

function watchIntervals() {
  const { setInterval: start, clearInterval: stop } = globalThis
  globalThis.setInterval = ((...args: Parameters<typeof start>) => {
    const id = start(...args)
    caller()?.set(id, () => stop(id))
    return id
  }) as typeof start
  globalThis.clearInterval = (id) => {
    for (const mine of begun.values()) mine.delete(id)
    stop(id)
  }
}

/** Watches what modules begin beside their own element, so that it ends with them. A timeout ends by itself. */
export function watchLeftovers() {
  watchListeners('window', window)
  watchListeners('document', document)
  watchIntervals()
}

const mounts = new Map<string, number>()

/**
 * Counts one mount of a release.
 * @returns Ends it. With the last one, what the release left running is ended too. @see watchLeftovers
 */
export function countMount(id: string): Undo {
  mounts.set(id, (mounts.get(id) ?? 0) + 1)
  if (!begun.has(id)) begun.set(id, new Map())
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    const left = (mounts.get(id) ?? 1) - 1
    mounts.set(id, left)
    if (left > 0) return
    mounts.delete(id)
    const mine = begun.get(id)
    begun.delete(id)
    mine?.forEach((undo) => undo())
  }
}
