import type { Host, Text } from '@digione/sdk'
import { below, json } from './platform-api.ts'

export type SettingPlace = 'default' | 'country' | 'municipality' | 'school'

/** One setting, as the module's release describes it. */
export interface SettingField {
  readonly key: string
  readonly kind: 'boolean' | 'number' | 'text' | 'choice' | 'texts' | 'choices'
  readonly title: Text
  readonly help: Text | null
  readonly isWhole: boolean
  readonly least: number | null
  readonly most: number | null
  readonly fewest: number
  readonly mostItems: number
  readonly isUnique: boolean
  readonly pattern: string | null
  readonly choices: readonly { readonly value: string; readonly title: Text }[]
}

export type Values = Readonly<Record<string, unknown>>

export interface Revision {
  readonly revision: number
  readonly at: string
  readonly by: string | null
  readonly reverts: number | null
  readonly settings: Values
}

export interface SettingsTold {
  readonly fields: readonly SettingField[]
  readonly defaults: Values
  /** The widest first; the last is the place that was asked for. */
  readonly places: readonly { readonly place: Exclude<SettingPlace, 'default'>; readonly values: Values }[]
  readonly ignored: readonly { readonly place: SettingPlace; readonly key: string }[]
  readonly revision: number
  /** The newest first. */
  readonly revisions: readonly Revision[]
  /** Schools that have settings of their own. */
  readonly schools: readonly string[]
}

const at = (host: Host, module: string): `platform:/${string}` => `${below(host)}/modules/${module}/settings`

/** @param school `null`: the whole municipality. */
export async function fetchSettings(host: Host, module: string, school: string | null, signal: AbortSignal): Promise<SettingsTold> {
  const query = school === null ? '' : `?${new URLSearchParams({ school })}`
  return json(await host.fetch(`${at(host, module)}${query}`, { signal }))
}

const body = (method: 'PUT' | 'POST', value: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

/** Sets all that is to be set at a place. @throws {ChangedMeanwhile} where `revision` is no longer the present one. */
export async function saveSettings(host: Host, module: string, made: { school: string | null; revision: number; settings: Values }): Promise<void> {
  await json(await host.fetch(at(host, module), body('PUT', made)))
}

/** Has an earlier revision hold again. @throws {ChangedMeanwhile} where `revision` is no longer the present one. */
export async function revertSettings(host: Host, module: string, back: { school: string | null; revision: number; to: number }): Promise<void> {
  await json(await host.fetch(`${at(host, module)}/revert`, body('POST', back)))
}
