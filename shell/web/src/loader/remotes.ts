import { DigiOneError } from '@digione/contracts'
import type { App, StartRelease } from '@digione/contracts'
import { createInstance } from '@module-federation/runtime'
import * as runtimeCore from '@module-federation/runtime-core'

// Containers of the SDK need no runtime. Those that another tool built with an external one take this, instead of bringing their own.
Object.assign(globalThis, { _FEDERATION_RUNTIME_CORE: runtimeCore })

// Eager `lib`: a lazily given share loses the negotiation to a remote's own copy.
export const share = (version: string, module: unknown) => ({
  version,
  lib: () => module,
  shareConfig: { singleton: true, requiredVersion: false as const, eager: true },
})
export type Shares = Readonly<Record<string, ReturnType<typeof share>>>

/** Waits between tries of one load, in milliseconds: short, since a card is to stand within a second of a 404. */
const WAITS_MS = [100, 250]

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Whether a file did not come, as browsers and the federation runtime say it. */
export const isFetchError = (error: unknown) =>
  error instanceof Error && /dynamically imported module|Importing a module script failed|RUNTIME-008|MIME/i.test(error.message)

const isApp = (value: unknown): value is App => typeof value === 'object' && value !== null && typeof (value as { mount?: unknown }).mount === 'function'

/** Runs the code of releases, which take from `shared` what they share. @returns Loads one's app. */
export function createRemotes(name: string, shared: Shares): (release: StartRelease) => Promise<App> {
  const federation = createInstance({ name, remotes: [], shared: { ...shared } })
  const failedOnce = new Set<string>()
  return async ({ id, module, entry }) => {
    if (!entry) throw new DigiOneError('MODULE_NOT_LOADED', module, 'it is a link and has nothing to mount')
    let cause: unknown
    for (let attempt = 0; attempt <= WAITS_MS.length; attempt++) {
      if (attempt > 0) await pause(WAITS_MS[attempt - 1] as number)
      // `force` drops what the runtime remembers of a failed try. Newer browsers fetch a module script anew that failed
      // before; older ones keep the failure for as long as the document stands.
      federation.registerRemotes([{ name: id, entry: entry.container, type: 'module' }], { force: attempt > 0 || failedOnce.has(id) })
      try {
        const loaded = await federation.loadRemote<{ default?: unknown }>(`${id}/${entry.exposed.replace(/^\.\//, '')}`)
        if (!isApp(loaded?.default)) throw new DigiOneError('MODULE_NOT_LOADED', module, 'its default export is not an app')
        failedOnce.delete(id)
        return loaded.default
      } catch (error) {
        cause = error
        failedOnce.add(id)
        // What was fetched and then threw stays thrown: trying again would not run it again.
        if (!isFetchError(error)) break
      }
    }
    throw new DigiOneError('MODULE_NOT_LOADED', module, cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
