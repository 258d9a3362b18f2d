import type { Context, HeardEvent, Settings, Slot, Start, StartRelease, User } from '@digione/contracts'
import type { Seen } from './page-host.ts'

// What passes between the shell and the frame of one mount. The shell believes nothing of what it is told: what a frame may say is in
// frame-messages.ts.

/** What a frame says to the window around it, once: that it is there and takes a port. */
export const KNOCK = 'digione-frame'

/** What the shell answers with, once, together with the port. */
export interface FrameOpening {
  readonly digione: typeof KNOCK
  readonly release: StartRelease
  /** The platform's, that the release's seal is checked with. */
  readonly keys: Start['keys']
}

/** All that a mount is given. */
export interface FrameMount {
  readonly base: string
  readonly user: User
  readonly context: Context
  readonly slot: Slot | 'page'
  readonly ambience: Seen
  readonly settings: Settings
  /** Below the base. */
  readonly below: string
  readonly pageHref: string
}

/** What the shell tells a frame. */
export type FrameEvent =
  | { readonly event: 'mount'; readonly mount: FrameMount }
  | { readonly event: 'unmount' }
  | { readonly event: 'ambience'; readonly ambience: Seen }
  | { readonly event: 'settings'; readonly settings: Settings }
  | { readonly event: 'below'; readonly below: string }
  | { readonly event: 'heard'; readonly heard: HeardEvent }
  /** The person did what a notice offered. */
  | { readonly event: 'act'; readonly action: number }
  /** Unsaved work is to be saved; answered by `saved`. */
  | { readonly event: 'save'; readonly guard: number; readonly call: number }
  /** Whether there is unsaved work now; answered by `dirty` with the same `call`. */
  | { readonly event: 'ask-dirty'; readonly call: number }
  /** The person has come to this page: the focus belongs on its heading. */
  | { readonly event: 'focus' }
  /** How many px of the frame's top lie above what is in view of it. */
  | { readonly event: 'scrolled'; readonly top: number }
  | { readonly event: 'ping'; readonly call: number }
