import { DigiOneError } from '@digione/contracts'
import type { Cleanup, MyContext, Slot, StartRelease, Tier } from '@digione/contracts'
import { isResting, noteSuccess, noteThrow } from './breaker.ts'
import { ModuleFailure, failureOf, newReference, requireFittingHost } from './failure.ts'
import type { ShownFailure } from './failure.ts'
import { next, TIMEOUTS_MS } from './states.ts'
import type { Happening, State } from './states.ts'
import { holdStyles } from './styles.ts'

/** Where on the screen a module stands. */
export type Area = 'page' | 'desktop' | 'overlay'

/** What one mount is of: pinned to its release and its context for as long as it stands. */
export interface Target {
  readonly release: StartRelease
  readonly context: MyContext
  readonly area: Area
  readonly slot: Slot | 'page'
  readonly tier: Tier
}

export interface Shown {
  readonly state: State
  readonly failure: ShownFailure | null
}

/** What a placement needs of the rest of the shell. */
export interface Hands {
  /** Loads the module's code: of tier `page` once for all mounts, of tier `frame` into a frame in `el`. */
  load(release: StartRelease, el: HTMLElement, signal: AbortSignal): Promise<Run>
  /** Told of every failure, under the reference that the card shows. */
  tell(target: Target, failure: ModuleFailure, phase: string, reference: string): void
  /** Opens another document where this one cannot fetch again what hangs or failed. Gives whether it goes. */
  renew(target: Target): Promise<boolean>
}

/** A failure this soon after somebody asked for a module, or for another try, is an answer to that: the document may change for it. */
const ASKED_FOR_MS = 10_000

/** Ends what was run. */
type End = Cleanup | (() => Promise<void>)
/** Runs a module's own code in `el`, with a host made for this one mount. */
export type Run = (el: HTMLElement, signal: AbortSignal) => Promise<End | void> | End | void

const PHASES = { loading: 'load', mounting: 'mount', unmounting: 'unmount' } as const

/**
 * One module in one place: its element and its life, from loading to being gone.
 *
 * Nothing that the module does gets out of here as an error. What went wrong is a state with a failure to show.
 */
export class Placement {
  readonly target: Target
  /** When each state began last, in ms since the document did. */
  readonly since: Partial<Record<State, number>> = {}
  #element: HTMLElement
  #shown: Shown = { state: 'loading', failure: null }
  readonly #hands: Hands
  readonly #watchers = new Set<() => void>()
  #life = new AbortController()
  #styles: { release(): void } | null = null
  #mounted: Promise<End | void> | null = null
  #lastWork: Promise<unknown> | null = null
  #askedAtMs = -Infinity

  constructor(target: Target, hands: Hands) {
    this.target = target
    this.#hands = hands
    this.#element = elementFor(target)
  }

  /** Another one after each retry: a clean-up that comes late must not reach what stands there by then. */
  get element(): HTMLElement {
    return this.#element
  }

  // Read by React's useSyncExternalStore, hence bound.
  readonly shown = () => this.#shown
  readonly watch = (run: () => void) => {
    this.#watchers.add(run)
    return () => void this.#watchers.delete(run)
  }

  /** Loads and mounts. Settles when the module is ready, failed or gone. */
  async start(): Promise<void> {
    const life = this.#life
    const { release } = this.target
    this.#askedAtMs = this.since.loading = performance.now()
    let phase: 'load' | 'mount' = 'load'
    try {
      requireFittingHost(release)
      if (isResting(release.id)) throw new ModuleFailure('breaker', new DigiOneError('MODULE_RESTS', release.module))
      // A frame has its styles in itself.
      const styles = this.target.tier === 'frame' ? null : holdStyles(release)
      this.#styles = styles
      const [run] = await this.#within('loading', Promise.all([this.#hands.load(release, this.#element, life.signal), styles?.loaded]))
      if (life.signal.aborted || !this.#step('loaded')) return
      phase = 'mount'
      // Called in a promise: what throws at once and what rejects later are the same failure.
      this.#mounted = Promise.resolve().then(() => run(this.#element, life.signal))
      await this.#within('mounting', this.#mounted)
      if (life.signal.aborted) return
      noteSuccess(release.id)
      this.#step('mounted')
    } catch (error) {
      if (!life.signal.aborted) await this.#fail(failureOf(error, release.module, phase), phase)
    }
  }

  /** A failure after the module was ready that makes it unusable. */
  fail(error: unknown) {
    if (this.#shown.state === 'ready') void this.#fail(failureOf(error, this.target.release.module, 'run'), 'run')
  }

  /** Has `leave` wait for a last piece of work, such as saving, which ends by itself in time. */
  waitFor(work: Promise<unknown>) {
    this.#lastWork = work
  }

  /** Takes the module away. Settles when it is gone, at the latest when unmounting times out. */
  async leave(): Promise<void> {
    const wasRunning = this.#shown.state === 'ready' || this.#shown.state === 'mounting'
    if (!this.#step('left')) return
    // Hidden at once: the next page does not wait on the screen for this one's clean-up.
    this.#element.hidden = true
    await this.#lastWork?.catch(() => {})
    if (wasRunning) {
      try {
        await this.#within('unmounting', this.#clean())
      } catch (error) {
        this.#hands.tell(this.target, failureOf(error, this.target.release.module, 'unmount'), 'unmount', newReference())
      }
    } else this.#life.abort()
    this.#step('unmounted')
    this.#drop()
    this.#element.remove()
  }

  #step(happening: Happening, failure: ShownFailure | null = null): boolean {
    const state = next(this.#shown.state, happening)
    if (!state) return false
    this.#shown = { state, failure }
    this.since[state] = performance.now()
    this.#element.dataset.state = state
    this.#element.hidden = state === 'failed' || state === 'unmounting'
    this.#watchers.forEach((run) => run())
    return true
  }

  async #fail(failure: ModuleFailure, phase: string) {
    const life = this.#life
    const isAsked = performance.now() - this.#askedAtMs < ASKED_FOR_MS
    if (this.#needsDocument(failure) && isAsked && ((await this.#hands.renew(this.target)) || life.signal.aborted)) return
    const { release, slot } = this.target
    const reference = newReference()
    if (failure.kind === 'threw' || (failure.kind === 'timeout' && phase !== 'load')) noteThrow(release.id)
    // Unmount before reporting: a module that threw while mounting may still hold listeners.
    const cleaned = this.#clean().catch(() => {})
    // One that was ready takes away itself what it shows; one that was not may never end its mount.
    if (phase === 'run') void cleaned.finally(this.#dropper())
    else this.#drop()
    this.#hands.tell(this.target, failure, phase, reference)
    this.#step('failed', {
      kind: failure.kind,
      code: failure.told.code,
      module: release.module,
      name: release.manifest.name,
      reference,
      size: slot === 'page' ? 'page' : 'card',
      ...(failure.kind === 'too-new' ? { wanted: release.manifest.hostApi, offered: failure.told.message.split(' has ').at(-1)?.replace(/\.$/, '') } : {}),
      retry: failure.kind === 'too-new' || failure.kind === 'blocked' ? null : () => void this.#retry(failure, phase),
    })
  }

  /** A frame is another document each time. */
  #needsDocument = (failure: ModuleFailure) => failure.needsDocument && this.target.tier === 'page'

  /** A browser does not repeat a fetch while it runs, and some do not repeat one that failed. */
  async #retry(failure: ModuleFailure, phase: string) {
    const hangs = failure.kind === 'timeout' && phase === 'load' && (await this.#hangs())
    if ((hangs || this.#needsDocument(failure)) && (await this.#hands.renew(this.target))) return
    const before = this.#element
    if (next(this.#shown.state, 'retried') === null) return
    this.#element = elementFor(this.target)
    before.replaceWith(this.#element)
    this.#step('retried')
    this.#life = new AbortController()
    this.#mounted = null
    void this.start()
  }

  async #hangs(): Promise<boolean> {
    // A frame that is taken away takes its fetches with it.
    if (this.target.tier === 'frame') return false
    const moment = new Promise<boolean>((resolve) => setTimeout(resolve, 50, true))
    const settled = () => false
    return Promise.race([this.#hands.load(this.target.release, this.#element, this.#life.signal).then(settled, settled), moment])
  }

  /** Ends this mount: its signal, then the clean-up that it gave, even one that it gives late. */
  async #clean() {
    const mounted = this.#mounted
    this.#life.abort()
    this.#mounted = null
    const cleanup = await mounted?.catch(() => {})
    await cleanup?.()
  }

  #drop() {
    this.#dropper()()
  }

  /** What empties the element and lets go of the styles as they are now, whenever it is called. */
  #dropper(): () => void {
    const [styles, element] = [this.#styles, this.#element]
    this.#styles = null
    return () => {
      styles?.release()
      element.replaceChildren()
    }
  }

  async #within<T>(state: keyof typeof TIMEOUTS_MS, work: Promise<T>): Promise<T> {
    const ms = TIMEOUTS_MS[state]
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ModuleFailure('timeout', new DigiOneError('MODULE_TIMED_OUT', this.target.release.module, PHASES[state], ms))), ms)
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

function elementFor({ release, slot, tier }: Target): HTMLElement {
  const element = document.createElement('div')
  element.className = 'd1-module'
  Object.assign(element.dataset, { module: release.module, release: release.id, slot, tier, state: 'loading' })
  return element
}
