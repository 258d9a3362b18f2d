import type { Host, Text } from '@digione/sdk'
import { below, json } from './platform-api.ts'
import type { Role } from './platform-api.ts'

export type Level = 'varhaiskasvatus' | 'esiopetus' | 'perusopetus' | 'lukiokoulutus' | 'ammatillinenkoulutus' | 'tuva'

/** One decision about a service; `null` is everybody, or everywhere. */
export interface Decision {
  readonly module: string
  /** `none`: no decision of their own any more. */
  readonly effect: 'on' | 'off' | 'none'
  readonly schools: readonly string[] | null
  readonly roles: readonly Role[] | null
  readonly levels: readonly Level[] | null
  readonly groups: readonly string[] | null
  readonly release: { readonly kind: 'channel'; readonly channel: 'stable' | 'preview' } | { readonly kind: 'pin'; readonly release: string }
  readonly percentage: number
  readonly from: string | null
  readonly until: string | null
}

export interface Who {
  readonly name: string | null
  readonly isYou: boolean
}

interface Planned {
  readonly id: string
  readonly number: number
  readonly decisions: readonly Decision[]
  readonly fourEyes: boolean | null
}

export interface Change extends Planned {
  readonly state: 'draft' | 'waiting' | 'made' | 'discarded'
  readonly reverts: Planned | null
  readonly revertedBy: { readonly id: string; readonly number: number } | null
  readonly note: string
  readonly revision: number
  readonly base: number
  readonly planned: { readonly by: Who; readonly at: string }
  readonly sentBack: { readonly by: Who; readonly at: string; readonly reason: string } | null
  readonly made: { readonly by: Who; readonly at: string } | null
}

export interface Count {
  readonly role: Role
  readonly people: number
  readonly schools: number
}

export interface Effect {
  readonly module: string
  readonly name: Text
  readonly isDecided: boolean
  readonly gains: readonly Count[]
  readonly loses: readonly Count[]
  readonly moves: readonly Count[]
}

export type Conflict =
  | { readonly kind: 'changed-since'; readonly change: string; readonly number: number; readonly by: string | null; readonly at: string }
  | {
      readonly kind: 'replaces-planned'
      readonly module: string
      readonly on: boolean
      readonly school: string | null
      readonly role: Role | null
      readonly from: string
    }
  | { readonly kind: 'schools-decide'; readonly module: string; readonly schools: readonly string[] }
  | { readonly kind: 'not-for'; readonly module: string; readonly roles: readonly Role[]; readonly levels: readonly Level[] }
  | { readonly kind: 'stopped'; readonly module: string }
  | { readonly kind: 'not-accepted'; readonly module: string }
  | { readonly kind: 'needs'; readonly module: string; readonly missing: readonly string[] }
  | { readonly kind: 'excluded'; readonly module: string; readonly by: readonly string[] }
  | { readonly kind: 'nobody' }

export interface Preview {
  readonly base: number
  readonly moments: readonly { readonly at: string; readonly effects: readonly Effect[] }[]
  readonly conflicts: readonly Conflict[]
}

export interface ChangesPart {
  /** Whether a second person approves changes. */
  readonly fourEyes: boolean
  readonly changes: readonly Change[]
  readonly next: number | null
}

export interface ChangeInFull {
  readonly change: Change
  /** What it would do now; `null` of one that was made, or is not about services. */
  readonly preview: Preview | null
  readonly fourEyes: boolean
}

export interface RuleTold {
  readonly on: boolean
  readonly place: 'country' | 'municipality' | 'school'
  readonly role: Role | null
  readonly level: Level | null
  readonly percentage: number
  readonly from: string
  readonly until: string | null
  readonly by: string | null
  readonly change: { readonly id: string; readonly number: number } | null
}

export interface Why {
  readonly on: boolean
  readonly against: 'stopped' | 'not-for' | 'no-release' | 'not-accepted' | 'needs' | 'excluded' | null
  readonly decided: RuleTold | null
  readonly overrode: readonly (RuleTold & { readonly because: 'wider-place' | 'more-people' | 'earlier' })[]
  readonly beside: readonly (RuleTold & { readonly because: 'not-yet' | 'over' | 'outside-percentage' })[]
}

async function write<T>(host: Host, path: string, body: object, method: 'POST' | 'PUT' = 'POST'): Promise<T> {
  return json<T>(await host.fetch(`${below(host)}/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
}

const read = async <T>(host: Host, path: string, signal: AbortSignal): Promise<T> => json<T>(await host.fetch(`${below(host)}/${path}`, { signal }))

/** Changes that are planned or wait, or those that were made; the newest first. @param before Only those with a lower number. */
export function fetchChanges(host: Host, state: 'open' | 'made', before: number | null, signal: AbortSignal): Promise<ChangesPart> {
  return read(host, `changes?state=${state}${before === null ? '' : `&before=${before}`}`, signal)
}

export const fetchChange = (host: Host, id: string, signal: AbortSignal): Promise<ChangeInFull> => read(host, `changes/${id}`, signal)

/** What a decision would do. Changes nothing. */
export const previewOf = async (host: Host, decision: Decision, signal: AbortSignal): Promise<Preview> =>
  json(
    await host.fetch(`${below(host)}/changes/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decisions: [decision] }),
      signal,
    }),
  )

export interface Plan {
  readonly decision: Decision
  readonly note: string
}

/** Writes a plan down, as a new change or in place of what an earlier one planned. @throws {ChangedMeanwhile} */
export const savePlan = (host: Host, { decision, note }: Plan, earlier: Pick<Change, 'id' | 'revision'> | null): Promise<Change> =>
  earlier === null
    ? write(host, 'changes', { decisions: [decision], note })
    : write(host, `changes/${earlier.id}`, { revision: earlier.revision, decisions: [decision], note }, 'PUT')

/** What was seen when somebody decided: nothing is made on other ground. */
export type Seen = Pick<Change, 'id' | 'revision' | 'base'>

/** Has it made, or wait for a second person. @throws {ChangedMeanwhile} */
export const sendChange = (host: Host, { id, revision, base }: Seen): Promise<Change> => write(host, `changes/${id}/send`, { revision, base })
/** @throws {ChangedMeanwhile} */
export const approveChange = (host: Host, { id, revision, base }: Seen): Promise<Change> => write(host, `changes/${id}/approve`, { revision, base })
/** @throws {ChangedMeanwhile} */
export const sendChangeBack = (host: Host, { id, revision }: Seen, reason: string): Promise<Change> =>
  write(host, `changes/${id}/send-back`, { revision, reason })
/** @throws {ChangedMeanwhile} */
export const discardChange = (host: Host, { id, revision }: Seen): Promise<Change> => write(host, `changes/${id}/discard`, { revision })

/** Takes a change back, or asks a second person to. @throws {ChangedMeanwhile} where somebody decided anew since. */
export async function revertChange(host: Host, id: string): Promise<Change> {
  return sendChange(host, await write<Change>(host, `changes/${id}/revert`, {}))
}

/** What the municipality has decided, as a document. @param isForOthers Without what is about single schools and groups. */
export const fetchState = (host: Host, isForOthers: boolean, signal: AbortSignal): Promise<unknown> =>
  read(host, `desired-state?places=${isForOthers ? 'municipality' : 'all'}`, signal)

/** Plans the change that leads to a document. @returns `null` where nothing is to be changed. @throws {Refused} with what is wrong with it. */
export const planState = async (host: Host, state: unknown, note: string): Promise<Change | null> =>
  (await write<{ change: Change | null }>(host, 'desired-state/changes', { state, note })).change

/** Has a second person approve changes or not. @throws {ChangedMeanwhile} */
export const decideFourEyes = (host: Host, fourEyes: boolean): Promise<Change> => write(host, 'changes/four-eyes', { fourEyes }, 'PUT')

export interface PositionAsked {
  readonly school: string | null
  readonly role: Role
  readonly level: Level | null
}

/** Why a service is on or off for people in a position. */
export function fetchWhy(host: Host, module: string, { school, role, level }: PositionAsked, signal: AbortSignal): Promise<Why> {
  const query = new URLSearchParams({ role, ...(school === null ? {} : { school }), ...(level === null ? {} : { level }) })
  return read(host, `modules/${module}/why?${query}`, signal)
}
