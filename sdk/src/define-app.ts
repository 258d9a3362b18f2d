import type { App } from '@digione/contracts'
import type { AppDefinition } from './host.ts'

/**
 * Declares a module: the default export of the manifest's `entry`.
 *
 * @example
 * export default defineApp({
 *   mount(el, host) {
 *     el.textContent = host.user.givenName
 *     return () => el.replaceChildren()
 *   },
 * })
 */
export function defineApp(app: AppDefinition): App {
  // The platform's own types know neither the DOM nor what this module declared; at run time the values are the same.
  return app as unknown as App
}
