import type { AppLocation } from '@digione/contracts'
import type { Host } from '../../host.ts'

/** As many addresses as the state is remembered of that the application gave with them. */
const MOST_STATES = 200

const { replaceState: replaceNatively } = History.prototype

/** One form for one address, however it is written. */
function normal(rest: string): string {
  const { pathname, searchParams, hash } = new URL(rest === '' || /^[?#]/.test(rest) ? `/${rest}` : rest, 'http://module.invalid')
  return belowOf({ path: pathname.length > 1 ? pathname.replace(/\/$/, '') : '/', query: Object.fromEntries(searchParams), hash })
}

function belowOf({ path, query, hash }: Pick<AppLocation, 'path' | 'query' | 'hash'>): string {
  const search = new URLSearchParams(query).toString()
  return `${path === '/' ? '' : path}${search && `?${search}`}${hash}`
}

/**
 * Gives the window the address that the application expects, and keeps it and the shell's the same.
 *
 * Only natively replaced, which makes no step of the browser's history: that has one owner, the shell, and `pushState` asks it for one.
 * What the shell does, such as a step back, is told by `popstate`, as a browser tells it.
 *
 * @param host Of the mount that stands.
 * @returns Begins to follow for one mount, whose addresses start at `base` in this window.
 */
export function followAddress(host: () => Host | null): (base: string, host: Host) => void {
  let base = ''
  const states = new Map<string, unknown>()
  /** What the application has asked of the shell and has not heard of yet. */
  let asked: string[] = []

  const restOf = (url: URL) => (url.pathname === base || url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) + url.search + url.hash : null)
  const place = (rest: string, state: unknown) => replaceNatively.call(history, state, '', `${base}${rest}` || '/')

  function go(state: unknown, address: string | URL | null | undefined, isReplacing: boolean) {
    const to = new URL(address ?? location.href, location.href)
    const mount = host()
    const rest = restOf(to)
    if (rest === null || to.origin !== new URL(location.href).origin)
      return mount?.report(new Error(`It went to ${to.pathname}, which is not below its own ${base || '/'}.`))
    // Routers give a state to each address that they have come to. The shell may have gone on meanwhile, and would lose that step.
    const isHere = isReplacing && normal(rest) === normal(restOf(new URL(location.href)) ?? '')
    place(rest, state)
    states.set(normal(rest), state)
    if (states.size > MOST_STATES) states.delete(states.keys().next().value ?? '')
    if (!mount || isHere) return
    asked.push(normal(rest))
    mount.go(mount.app.base + (rest === '/' ? '' : rest), { replace: isReplacing, state: asJson(state) })
  }
  Object.defineProperties(History.prototype, {
    pushState: { value: (state: unknown, _: string, address?: string | URL | null) => go(state, address, false), writable: true, configurable: true },
    replaceState: { value: (state: unknown, _: string, address?: string | URL | null) => go(state, address, true), writable: true, configurable: true },
  })
  // There is one history, and it is the shell's: it takes the steps that this module made, and no other.
  const step = (by: number) => host()?.go(by)
  Object.defineProperties(History.prototype, {
    back: { value: () => step(-1), writable: true, configurable: true },
    forward: { value: () => step(1), writable: true, configurable: true },
    go: { value: (by?: unknown) => step(Math.trunc(Number(by)) || 0), writable: true, configurable: true },
  })
  followOwnLinks(restOf, (rest) => {
    go(null, `${base}${rest}` || '/', false)
    dispatchEvent(new PopStateEvent('popstate', { state: null }))
  })

  return (start, mount) => {
    base = start
    asked = []
    place(belowOf(mount.location.value), null)
    const stop = mount.location.subscribe((now) => {
      const rest = belowOf(now)
      const heard = asked.indexOf(rest)
      // The application is there already, or on its way to what it asked for later.
      asked = heard < 0 ? [] : asked.slice(heard + 1)
      if (heard >= 0 || normal(restOf(new URL(location.href)) ?? '') === rest) return
      place(rest, states.get(rest) ?? null)
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
    })
    mount.signal.addEventListener('abort', stop, { once: true })
  }
}

/** A link of the application's own that its router leaves to the browser, and one to a place behind the `#`, as routers by the `#` have them. */
function followOwnLinks(restOf: (url: URL) => string | null, go: (rest: string) => void) {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && target.hasAttribute('href'))
    if (!link || (link.target !== '' && link.target !== '_self') || link.hasAttribute('download')) return
    const url = new URL(link.href)
    const rest = url.origin === new URL(location.href).origin ? restOf(url) : null
    const isJump = rest !== null && url.hash !== '' && !url.hash.startsWith('#/') && url.href.split('#')[0] === location.href.split('#')[0]
    if (rest === null || isJump) return
    event.preventDefault()
    go(rest)
  })
}

/** What of a state can go to the shell and back. */
function asJson(state: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(state ?? null)) as unknown
  } catch {
    return null
  }
}
