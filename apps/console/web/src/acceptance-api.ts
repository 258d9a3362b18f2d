import type { Host, Text } from '@digione/sdk'
import { below, json } from './platform-api.ts'
import type { Role } from './platform-api.ts'

export type LegalBasis = 'legal-obligation' | 'public-task' | 'contract' | 'consent'

export interface Recipient {
  readonly name: string
  readonly country: string
  readonly purpose: Text
}

/** What a release asks for. */
export interface Asks {
  readonly people: readonly Role[]
  /** What is told of whoever uses it. */
  readonly fields: readonly string[]
  readonly scopes: readonly { readonly id: string; readonly purpose: Text; readonly legalBasis: LegalBasis; readonly fields: readonly string[] }[]
  /** Country codes. */
  readonly storedIn: readonly string[]
  readonly recipients: readonly Recipient[]
  readonly retention: Text | null
  readonly impactAssessment: string | null
  readonly contact: string | null
}

/** One thing that a release asks for beyond what was accepted. */
export type More =
  | { readonly kind: 'people'; readonly role: Role }
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'scope'; readonly scope: string; readonly purpose: Text; readonly legalBasis: LegalBasis; readonly fields: readonly string[] }
  | { readonly kind: 'purpose'; readonly scope: string; readonly purpose: Text; readonly was: Text }
  | { readonly kind: 'basis'; readonly scope: string; readonly purpose: Text; readonly legalBasis: LegalBasis; readonly was: LegalBasis }
  | { readonly kind: 'scope-field'; readonly scope: string; readonly purpose: Text; readonly field: string }
  | { readonly kind: 'country'; readonly country: string }
  | ({ readonly kind: 'recipient' } & Recipient)
  | { readonly kind: 'retention'; readonly retention: Text | null; readonly was: Text }

/** What fields are called. */
export type FieldNames = Readonly<Record<string, Text>>

export interface Accepted {
  readonly version: string
  /** `null`: the operator of the platform, at set-up. */
  readonly by: string | null
  readonly at: string
}

interface ReleaseNamed {
  readonly release: string
  readonly version: string
}

export interface Acceptance {
  readonly offered: ReleaseNamed
  readonly asks: Asks
  /** Sent along, so that nothing is accepted that was not seen. */
  readonly digest: string
  readonly more: readonly More[]
  /** What is given as long as something is not accepted; `null`: nothing. */
  readonly standing: ReleaseNamed | null
  /** The newest first. */
  readonly accepted: readonly Accepted[]
  readonly fields: FieldNames
}

/** How much the vendor's backend was given in a month: people themselves, or in which groups they are. */
export interface ReleasedInMonth {
  /** `2026-12` */
  readonly month: string
  readonly kind: 'people' | 'membership'
  readonly answers: number
  /** Each counts in every answer that they are in. */
  readonly people: number
}

export interface RegisterEntry {
  readonly module: string
  readonly name: Text
  readonly vendor: { readonly name: string; readonly contact: string }
  readonly version: string
  readonly asks: Asks
  readonly accepted: Accepted | null
}

export interface Register {
  readonly at: string
  readonly entries: readonly RegisterEntry[]
  readonly fields: FieldNames
}

const at = (host: Host, module: string): `platform:/${string}` => `${below(host)}/modules/${module}/acceptance`

export const fetchAcceptance = async (host: Host, module: string, signal: AbortSignal): Promise<Acceptance> =>
  json(await host.fetch(at(host, module), { signal }))

/** Accepts what was seen, in the person's name. @throws {ChangedMeanwhile} where the service asks for something else by now. */
export const acceptAsked = async (host: Host, module: string, digest: string): Promise<Acceptance> =>
  json(await host.fetch(at(host, module), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ digest }) }))

export const fetchRegister = async (host: Host, signal: AbortSignal): Promise<Register> => json(await host.fetch(`${below(host)}/register`, { signal }))

/** What the vendor's backend was in fact given, the last month first. */
export async function fetchReleased(host: Host, module: string, signal: AbortSignal): Promise<readonly ReleasedInMonth[]> {
  const { months } = await json<{ months: readonly ReleasedInMonth[] }>(await host.fetch(`${below(host)}/modules/${module}/released`, { signal }))
  return months
}
