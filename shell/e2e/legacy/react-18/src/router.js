import { useSyncExternalStore } from 'react'

function subscribe(changed) {
  window.addEventListener('popstate', changed)
  return () => window.removeEventListener('popstate', changed)
}

/** Where the person is below `base`. */
export function usePath(base) {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname)
  return path.startsWith(base) ? path.slice(base.length) || '/' : '/'
}

export function go(address) {
  window.history.pushState({ wentTo: address }, '', address)
  window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state }))
}

/** Follows a link without a new document. */
export function follow(event) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  go(event.currentTarget.getAttribute('href'))
}
