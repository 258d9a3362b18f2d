import type { Host } from '../../host.ts'
import type { WrappedConfig } from '../config.ts'
import { followAddress } from './address.ts'
import { takeRequests } from './requests.ts'
import { keepInMemory } from './storage.ts'

/** What a wrapped application finds in its frame's window in the place of what a page of its own would have. */
export interface StandIn {
  /** Where the application takes its addresses to start. */
  base(host: Host): string
  /** Before each mount. */
  join(host: Host): void
}

/** Puts it there, before any code of the application runs. The window is the application's alone. */
export function standIn({ base: own, requests }: Pick<WrappedConfig, 'base' | 'requests'>): StandIn {
  const base = ({ app }: Host) => (own === undefined ? app.base : own.replace(/\/$/, ''))
  const current: { host: Host | null } = { host: null }
  keepInMemory()
  takeRequests(requests, () => current.host)
  const follow = followAddress(() => current.host)
  return {
    base,
    join(host) {
      current.host = host
      follow(base(host), host)
      followTitle(host)
    },
  }
}

/** The title that the application gives its document is the page's. */
function followTitle(host: Host) {
  const given = document.title
  const tell = () => document.title !== given && host.title(document.title)
  const watch = new MutationObserver(tell)
  watch.observe(document.head, { childList: true, subtree: true, characterData: true })
  host.signal.addEventListener('abort', () => watch.disconnect(), { once: true })
}
