import { DigiOneError } from '@digione/contracts'
import type { App, StartRelease } from '@digione/contracts'
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
import { ModuleFailure, failureOf, failureToLoad } from './failure.ts'
import { integrities } from './integrity.ts'
import { createRemotes, isFetchError, share } from './remotes.ts'
import { sealHolds } from './seal.ts'
import { useShell } from '../state/store.ts'

const loadRemote = createRemotes('shell', {
  react: share(React.version, React),
  'react/jsx-runtime': share(React.version, jsxRuntime),
  'react-dom': share(ReactDOM.version, ReactDOM),
  'react-dom/client': share(ReactDOM.version, ReactDOMClient),
  zustand: share(zustandVersion, zustand),
  i18next: share(i18nextVersion, i18next),
  'react-i18next': share(reactI18nextVersion, reactI18next),
})

const apps = new Map<string, Promise<App>>()

/** @throws {ModuleFailure} `blocked` where the platform has not signed what this document carries of a release. */
export async function requireSeal(release: StartRelease): Promise<void> {
  if (!(await sealHolds(release, useShell.getState().start.keys, integrities())))
    throw new ModuleFailure('blocked', new DigiOneError('MODULE_BLOCKED', release.module, 'The description'))
}

/** Why a release did not load: its files did not come, or were changed, or what came does not run. */
export async function whyNotLoaded({ module, entry }: StartRelease, error: unknown): Promise<ModuleFailure> {
  const failure = failureOf(error, module, 'load')
  const cause = failure.told.cause ?? failure.told
  // What was fetched and threw has come: another document would not run it better.
  return entry && isFetchError(cause) ? failureToLoad(module, [entry.container, ...entry.scripts], failure.told) : failure
}

async function fetchApp(release: StartRelease): Promise<App> {
  await requireSeal(release)
  try {
    return await loadRemote(release)
  } catch (error) {
    throw await whyNotLoaded(release, error)
  }
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
