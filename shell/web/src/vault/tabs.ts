/** What the vaults of one browser's tabs tell each other. Vaults only: no other page of this origin runs a script that could. */
export type TabMessage =
  /** Whose log-in ended, and which; `null` where the tab that ended it did not know. Somebody may have logged in since. */
  | { readonly kind: 'ended'; readonly why: 'logged-out' | 'expired'; readonly person: string | null; readonly session: string | null }
  | { readonly kind: 'signed-in'; readonly person: string }
  /** Somebody did something: when the log-in ends now, in ms since the epoch. */
  | { readonly kind: 'active'; readonly endsAt: number }
  /** A module's request may have changed something. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'live'; readonly data: unknown }

const channel = new BroadcastChannel('digione.session')

/** Tells the other tabs. This one does not hear itself. */
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel reaches this origin alone
export const tellTabs = (message: TabMessage) => channel.postMessage(message)
export const hearTabs = (run: (message: TabMessage) => void) => channel.addEventListener('message', (event) => run(event.data as TabMessage))
