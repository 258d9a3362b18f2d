import type { Text } from '@digione/sdk'
import type { Host } from '@digione/sdk'
import type { Level } from './changes-api.ts'

export type Role = 'learner' | 'teacher' | 'principal' | 'staff' | 'guardian' | 'municipal-admin' | 'operator' | 'vendor'

export interface PlaceState {
  readonly state: 'on' | 'off' | 'partly'
  readonly decided: { readonly by: string | null; readonly at: string; readonly at_level: 'country' | 'municipality' | 'school' } | null
}

export interface Stopped {
  readonly reason: Text
  readonly at: string
}

export interface Service extends PlaceState {
  readonly module: string
  readonly name: Text
  readonly description: Text
  readonly icon: string
  readonly vendor: string
  readonly release: string
  readonly version: string
  readonly roles: readonly Role[]
  /** Those that it serves; `null`: all. */
  readonly levels: readonly Level[] | null
  /** Whether what it asks for is accepted; `newer`: of an earlier release, which is given as long. */
  readonly acceptance: 'accepted' | 'newer' | 'waiting'
  readonly schools: ReadonlyMap<string, PlaceState>
  /** Whether there is anything to set. */
  readonly hasSettings: boolean
  /** What its release says. */
  readonly isolation: 'page' | 'frame' | 'link'
  /** What its frame is opened for. */
  readonly legacy: readonly ('inline-styles' | 'eval' | 'html-sinks' | 'global-styles')[]
  /** Who had it run in a frame besides. */
  readonly framed: { readonly country: boolean; readonly municipality: boolean }
  /** Where it was stopped at once, and what people are told. */
  readonly stopped: { readonly country: Stopped | null; readonly municipality: Stopped | null }
}

export interface School {
  readonly id: string
  readonly name: Text
  readonly levels: readonly Level[]
}

export interface Overview {
  /** Grows with each change; a switch names the one it was made from. */
  readonly version: number
  readonly services: readonly Service[]
  readonly schools: readonly School[]
}

export interface HistoryEntry {
  readonly seq: number
  readonly at: string
  readonly by: { readonly name: string | null; readonly role: string }
  readonly action: 'module.switched' | 'module.framed' | 'module.stopped' | 'module.resumed' | 'module.accepted' | 'module.configured' | 'change.made'
  readonly module: string | null
  readonly school: string | null
  readonly on: boolean
  readonly change: { readonly id: string; readonly number: number } | null
}

interface ModulesAnswer {
  readonly version: number
  readonly modules: readonly (Omit<Service, 'schools' | keyof PlaceState | 'vendor'> & {
    readonly vendor: string | { readonly name: string }
    readonly state: PlaceState
    readonly schools: readonly (PlaceState & { readonly school: string })[]
  })[]
}

/** Somebody else changed the municipality's services since they were read. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
}

/** A second person approves what is switched here. */
export class ApprovalNeeded extends Error {
  override readonly name = 'ApprovalNeeded'
}

/** What the service asks for is to be accepted first. */
export class AcceptanceNeeded extends Error {
  override readonly name = 'AcceptanceNeeded'
}

/** What was asked for is not as it has to be, or names what is not there: the message says what, in the platform's words. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** An answer's JSON. @throws {ChangedMeanwhile} @throws {ApprovalNeeded} @throws {AcceptanceNeeded} @throws {Refused} */
export async function json<T>(response: Response): Promise<T> {
  if (response.status === 409) {
    const { code } = (await response.json()) as { code?: string }
    if (code === 'APPROVAL_NEEDED') throw new ApprovalNeeded('A second person approves changes here.')
    if (code === 'ACCEPTANCE_NEEDED') throw new AcceptanceNeeded('What the service asks for is to be accepted first.')
    throw new ChangedMeanwhile('The services were changed meanwhile.')
  }
  if (response.status === 400 || response.status === 404) throw new Refused(((await response.json()) as { detail?: string }).detail ?? '')
  if (!response.ok) throw new Error(`The platform answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

/** @throws {ChangedMeanwhile} */
async function done(response: Response): Promise<void> {
  if (response.status !== 204) await json<never>(response)
}

/** Where the municipality's part of the platform's API is. */
export const below = (host: Host): `platform:/${string}` => `platform:/municipalities/${host.context.municipality}`

/** The municipality's services with their state in each school. */
export async function fetchOverview(host: Host, signal: AbortSignal): Promise<Overview> {
  const [modules, schools] = await Promise.all([
    host.fetch(`${below(host)}/modules`, { signal }).then(json<ModulesAnswer>),
    host.fetch(`${below(host)}/schools`, { signal }).then(json<{ schools: readonly School[] }>),
  ])
  return {
    version: modules.version,
    schools: schools.schools,
    // A place's state has roles of its own, whether each is on: the service's are those it is made for.
    services: modules.modules.map(({ state: { state, decided }, schools: places, vendor, ...service }) => ({
      ...service,
      state,
      decided,
      vendor: typeof vendor === 'string' ? vendor : vendor.name,
      schools: new Map(places.map(({ school, ...place }) => [school, place])),
    })),
  }
}

/**
 * Switches a service on or off in a school, or in the municipality where `school` is `null`.
 * @throws {ChangedMeanwhile} where `version` is no longer the present one.
 * @throws {AcceptanceNeeded} where what the service asks for is not accepted, and `accept` names nothing.
 */
export async function switchService(
  host: Host,
  change: { module: string; school: string | null; on: boolean; version: number; accept?: string },
): Promise<{ version: number }> {
  const response = await host.fetch(`${below(host)}/switches`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...change, role: null }),
  })
  return json(response)
}

/**
 * Has a service run in a frame in the whole municipality, or as its releases say.
 * @throws {ChangedMeanwhile} where `version` is no longer the present one.
 */
export async function frameService(host: Host, change: { module: string; framed: boolean; version: number }): Promise<{ version: number }> {
  const response = await host.fetch(`${below(host)}/frames`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  })
  return json(response)
}

/** Takes a service away from everybody in the municipality at once, and tells them why. @throws {ChangedMeanwhile} where it is stopped already. */
export async function stopService(host: Host, stop: { module: string; reason: { fi: string; sv: string } }): Promise<void> {
  await done(await host.fetch(`${below(host)}/stops`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(stop) }))
}

/** Has a service be on again as was decided. */
export async function resumeService(host: Host, module: string): Promise<void> {
  await done(await host.fetch(`${below(host)}/stops/${module}`, { method: 'DELETE' }))
}

/** Which part of the history is wanted: of one service, of one school, or of all. */
export interface HistoryWanted {
  readonly module: string | null
  readonly school: string | null
}

export interface HistoryPart {
  readonly entries: readonly HistoryEntry[]
  /** What the next older part is asked for by; `null` where there is none. */
  readonly next: number | null
}

/** The newest changes first. @param before Only those with a lower number. */
export async function fetchHistory(host: Host, { module, school }: HistoryWanted, before: number | null, signal: AbortSignal): Promise<HistoryPart> {
  const query = new URLSearchParams()
  if (module !== null) query.set('module', module)
  if (school !== null) query.set('school', school)
  if (before !== null) query.set('before', String(before))
  return json(await host.fetch(`${below(host)}/history${query.size > 0 ? `?${query}` : ''}`, { signal }))
}

/** Every change that is wanted. @throws Where one part of it does not come. */
export async function fetchWholeHistory(host: Host, wanted: HistoryWanted, signal: AbortSignal): Promise<readonly HistoryEntry[]> {
  const all: HistoryEntry[] = []
  let before: number | null = null
  do {
    const part: HistoryPart = await fetchHistory(host, wanted, before, signal)
    all.push(...part.entries)
    before = part.next
  } while (before !== null)
  return all
}

/** Where a release came from, and by whose word. */
export interface OriginOfRelease {
  readonly release: string
  readonly version: string
  readonly channel: 'stable' | 'preview'
  readonly isHead: boolean
  readonly publishedAt: string
  readonly vendor: string
  readonly key: { readonly thumbprint: string; readonly addedAt: string | null; readonly revokedAt: string | null }
  readonly sdk: string
  /** In the vendor's words. */
  readonly source: { readonly repository?: string; readonly commit?: string } | null
  readonly files: number
  readonly bytes: number
  readonly yanked: { readonly at: string; readonly reason: string } | null
}

/** A service's last releases, the newest first. */
export async function fetchReleases(host: Host, module: string, signal: AbortSignal): Promise<readonly OriginOfRelease[]> {
  const { releases } = await json<{ releases: readonly OriginOfRelease[] }>(await host.fetch(`${below(host)}/modules/${module}/releases`, { signal }))
  return releases
}
