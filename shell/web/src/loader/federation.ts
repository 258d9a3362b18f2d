import { DigiOneError } from '@digione/contracts'
import type { App, StartRelease } from '@digione/contracts'
import { createInstance } from '@module-federation/runtime'
import * as runtimeCore from '@module-federation/runtime-core'
import i18next from 'i18next'
import { version as i18nextVersion } from 'i18next/package.json'
import * as React from 'react'
import * as ReactDOM from 'react-dom'
import * as ReactDOMClient from 'react-dom/client'
import * as reactI18next from 'react-i18next'
import { version as reactI18nextVersion } from 'react-i18next/package.json'
import * as jsxRuntime from 'react/jsx-runtime'
import * as zustand from 'zustand'
import { version as zustandVersion } from 'zustand/package.json'
import { ModuleFailure, failureToLoad } from './failure.ts'
import { integrities } from './integrity.ts'
import { sealHolds } from './seal.ts'
import { useShell } from '../state/store.ts'

// Remotes built with an external runtime take this one instead of bringing their own (19.5 → 2.6 kB each).
Object.assign(globalThis, { _FEDERATION_RUNTIME_CORE: runtimeCore })

// Eager `lib`: a lazily given share loses the negotiation to a remote's own copy.
const share = (version: string, module: unknown) => ({
  version,
  lib: () => module,
  shareConfig: { singleton: true, requiredVersion: false as const, eager: true },
})

const federation = createInstance({
  name: 'shell',
  remotes: [],
  shared: {
    react: share(React.version, React),
    'react/jsx-runtime': share(React.version, jsxRuntime),
    'react-dom': share(ReactDOM.version, ReactDOM),
    'react-dom/client': share(ReactDOM.version, ReactDOMClient),
    zustand: share(zustandVersion, zustand),
    i18next: share(i18nextVersion, i18next),
    'react-i18next': share(reactI18nextVersion, reactI18next),
  },
})

/** Waits between tries of one load, in milliseconds: short, since a card is to stand within a second of a 404. */
const WAITS_MS = [100, 250]

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const apps = new Map<string, Promise<App>>()
const failedOnce = new Set<string>()
const isFetchError = (error: unknown) =>
  error instanceof Error && /dynamically imported module|Importing a module script failed|RUNTIME-008|MIME/i.test(error.message)

const isApp = (value: unknown): value is App => typeof value === 'object' && value !== null && typeof (value as { mount?: unknown }).mount === 'function'

async function fetchApp(release: StartRelease): Promise<App> {
  const { id, module, entry } = release
  if (!entry) throw new ModuleFailure('load', new DigiOneError('MODULE_NOT_LOADED', module, 'it is a link and has nothing to mount'))
  if (!(await sealHolds(release, useShell.getState().start.keys, integrities())))
    throw new ModuleFailure('blocked', new DigiOneError('MODULE_BLOCKED', module, 'The description'))
  let cause: unknown
  for (let attempt = 0; attempt <= WAITS_MS.length; attempt++) {
    if (attempt > 0) await pause(WAITS_MS[attempt - 1] as number)
    // `force` drops what the runtime remembers of a failed try. Newer browsers fetch a module script anew that failed before; older
    // ones keep the failure for as long as the document stands.
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
  const told = new DigiOneError('MODULE_NOT_LOADED', module, cause instanceof Error ? cause.message : String(cause), { cause })
  // What was fetched and threw has come: another document would not run it better.
  throw isFetchError(cause) ? await failureToLoad(module, [entry.container, ...entry.scripts], told) : new ModuleFailure('load', told)
}

/**
 * Loads a release's app, once for all of its mounts.
 *
 * A failed load is not remembered: the next one fetches again.
 * @throws {ModuleFailure} `blocked` where a file is not the one that was signed, else `load`.
 */
export function loadApp(release: StartRelease): Promise<App> {
  const known = apps.get(release.id)
  if (known) return known
  const loading = fetchApp(release)
  apps.set(release.id, loading)
  loading.catch(() => apps.delete(release.id))
  return loading
}

/** Fetches a release's app ahead of its use; whether that works is told when it is used. */
export const prefetchApp = (release: StartRelease) => void loadApp(release).catch(() => {})
