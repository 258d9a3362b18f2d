import type { Asks, Decision, Level, Manifest, Matter, NonDisclosure, Release, ReleaseChoice, ReleaseFile, Role, Seal, VendorKey } from '@digione/contracts'
import type { ColumnType, Generated } from 'kysely'

/** Parsed when read; written as a JSON string, since drivers disagree on arrays. */
type Json<T> = ColumnType<T, string, string>
type Texts = Record<string, string> & { fi: string; sv: string }
/** `YYYY-MM-DD`, on both databases. */
type Day = string

export interface MunicipalityRow {
  slug: string
  kind: 'municipality' | 'platform'
  code: string | null
  oid: string
  name: Json<Texts>
  languages: string[]
  brand: string
  contact: Json<{ email: string; phone: string | null }>
  /** Grows with each change of what is on. */
  version: Generated<number>
}

export interface SchoolRow {
  id: string
  municipality: string
  number: string
  name: Json<Texts>
  language: string
  levels: Level[]
  type: string
  bells: Json<[string, string][]>
}

export interface PersonRow {
  id: string
  learner_number: string | null
  family_name: string
  given_name: string
  calling_name: string
  language: string
  non_disclosure: NonDisclosure
}

/** By what an identity provider knows a person: a keyed hash, never the value. */
export interface PersonKeyRow {
  scheme: string
  hash: string
  person_id: string
}

/** In which municipalities a person is known: by an affiliation, or as the guardian of a learner. */
export interface PresenceRow {
  person_id: string
  municipality: string
}

export interface GroupRow {
  id: string
  municipality: string
  school_id: string
  kind: 'home' | 'teaching'
  name: string
  grade: number | null
  level: Level
  subject: string | null
  periods: string[]
  room: string | null
  term_from: Day
  term_until: Day
}

export interface EnrolmentRow {
  person_id: string
  group_id: string
  municipality: string
  role: 'learner' | 'teacher' | 'supervisor'
  from_day: Day
  until_day: Day | null
}

export interface AffiliationRow {
  person_id: string
  municipality: string
  school_id: string | null
  role: Role
  level: Level | null
  state: 'lasna' | 'valiaikaisestikeskeytynyt' | 'eronnut' | 'valmistunut' | null
  from_day: Day
  until_day: Day | null
}

export interface GuardianshipRow {
  guardian_id: string
  learner_id: string
  matters: Matter[]
  from_day: Day
  until_day: Day | null
}

export interface RosterImportRow {
  hash: string
  at: Generated<Date>
}

export interface RuleRow {
  id: string
  module: string
  effect: 'on' | 'off'
  municipality: string | null
  school_id: string | null
  role: Role | null
  level: Level | null
  group_id: string | null
  release: Json<ReleaseChoice>
  percentage: number
  from_at: Date
  until_at: Date | null
  sequence: Generated<number>
  /** The person who decided, or `null` for the platform itself. */
  decided_by: string | null
  decided_at: Generated<Date>
}

/** A change of what is on: planned, and once it is made with what it did to the rules. */
export interface ChangeRow {
  id: string
  municipality: string
  /** By which people name it, counted in each municipality. */
  number: number
  state: 'draft' | 'waiting' | 'made' | 'discarded'
  decisions: Json<Decision[]>
  /** Whether a second person is to approve from then on; `null`: it is not about that. */
  four_eyes: boolean | null
  /** The change that it takes back. */
  reverts: string | null
  note: Generated<string>
  revision: Generated<number>
  /** How many changes had been made when somebody last saw what this one would do. */
  base: number
  created_by: string | null
  created_at: Date
  edited_by: string | null
  edited_at: Date
  sent_back: ColumnType<SentBack | null, string | null, string | null>
  made_by: string | null
  made_at: Date | null
  made_number: number | null
  /** Rules that it brought. */
  added: Generated<string[]>
  /** Rules that it ended, and when they would have ended without it. */
  ended: ColumnType<EndedRule[], string | undefined, string>
}

/** Why somebody did not approve a change. */
export interface SentBack {
  readonly by: string | null
  readonly at: string
  readonly reason: string
}

export interface EndedRule {
  readonly id: string
  readonly until: string | null
}

export interface MunicipalityPolicyRow {
  municipality: string
  four_eyes: boolean
}

export interface TurnsRow {
  id: 1
  told_until: Date
}

/** What was set of a module at a place at one time; the last revision holds. */
export interface ModuleSettingsRow {
  module: string
  /** `null`: in every one. */
  municipality: string | null
  settings: Json<Record<string, unknown>>
  /** `null`: in the whole municipality. */
  school_id: string | null
  /** Counted at each place from 1. */
  revision: Generated<number>
  /** The revision that it had hold again; `0`: nothing set. */
  reverts: number | null
  decided_by: string | null
  decided_at: Generated<Date>
}

export interface FramedModuleRow {
  module: string
  /** `null`: in every one. */
  municipality: string | null
  decided_by: string | null
  decided_at: Generated<Date>
}

/** A module that somebody stopped at once. */
export interface StopRow {
  id: string
  module: string
  /** `null`: in every one. */
  municipality: string | null
  /** What people are told. */
  reason: Json<Texts>
  stopped_by: string | null
  stopped_at: Generated<Date>
  ended_by: string | null
  ended_at: Date | null
}

/** That somebody accepted what a release asks for. */
export interface AcceptanceRow {
  id: Generated<string>
  /** `null`: for every one, by the operator at set-up. */
  municipality: string | null
  module: string
  release: string
  asks: Json<Asks>
  accepted_by: string | null
  /** As it was then: a roster may know them no longer. */
  accepted_name: string | null
  accepted_role: string
  accepted_at: Generated<Date>
}

/** How much of people's a module's backend was given in a month. */
export interface ReleasedRow {
  municipality: string
  module: string
  /** `2026-12` */
  month: string
  kind: 'people' | 'membership'
  answers: number
  /** Each counts in every answer that they are in. */
  people: number
  last_at: Date
}

export interface BindingRow {
  module: string
  api: string
  municipality: string | null
  origin: string
}

export interface ReleaseRow {
  id: string
  module: string
  version: string
  channel: 'stable' | 'preview'
  manifest: Json<Manifest>
  files: Json<ReleaseFile[]>
  entry: ColumnType<Release['entry'], string | null, string | null>
  published_at: Date
  published_by: string
  sequence: number
  statement: string
  seal: Json<Seal>
  yanked_at: Date | null
  yanked_reason: string | null
}

export interface BlobRow {
  /** `sha384-…` of the contents before compression. */
  integrity: string
  bytes: number
  brotli: Uint8Array
}

export interface ChannelHeadRow {
  module: string
  channel: 'stable' | 'preview'
  release: string
}

export interface VendorRow {
  id: string
  name: string
  modules: string[]
}

export interface VendorClientRow {
  client_id: string
  vendor: string
  module: string | null
  scopes: string[]
  secret_hash: string
}

export interface VendorKeyRow {
  thumbprint: string
  vendor: string
  jwk: Json<VendorKey>
  added_at: Date
  added_by: string
  revoked_at: Date | null
}

/** Somebody who works for a vendor, by a hash as in `person_keys`. */
export interface VendorPersonRow {
  vendor: string
  scheme: string
  hash: string
}

export interface AuditRow {
  /** The municipality, or `platform`. */
  chain: string
  municipality: string | null
  seq: number
  at: string
  actor_person: string | null
  actor_role: string
  action: string
  details: Json<Record<string, unknown>>
  previous: string
  hash: string
}

export interface EventRow {
  seq: Generated<number>
  source: string
  id: string
  municipality: string
  school_id: string
  group_id: string | null
  /** The platform's own identifier, unmasked. */
  learner_id: string | null
  type: string
  matter: Matter | null
  time: string
  data: Json<Record<string, unknown>>
  received_at: Generated<Date>
}

export interface FeedbackRow {
  reference: string
  kind: string
  text: string
  page: string
  email: string | null
  received_at: Generated<Date>
  due: Day
}

export interface SecretRow {
  name: string
  value: Json<unknown>
}

/** What the authorization server keeps: sessions, codes, tokens, pending log-ins. */
export interface OidcEntryRow {
  kind: string
  id: string
  payload: Json<Record<string, unknown>>
  grant_id: string | null
  uid: string | null
  expires_at: Date
}

/** One person's log-in on one device. Its identifier is that of the authorization server's grant. */
export interface LoginSessionRow {
  id: string
  person_id: string
  ways: Json<{ upstream: string; idToken: string | null }[]>
  started_at: Generated<Date>
  active_at: Generated<Date>
  ended_at: Date | null
}

/** Every table of the platform. */
export interface Schema {
  municipalities: MunicipalityRow
  schools: SchoolRow
  persons: PersonRow
  person_keys: PersonKeyRow
  presences: PresenceRow
  groups: GroupRow
  enrolments: EnrolmentRow
  affiliations: AffiliationRow
  guardianships: GuardianshipRow
  roster_imports: RosterImportRow
  rules: RuleRow
  changes: ChangeRow
  municipality_policies: MunicipalityPolicyRow
  turns: TurnsRow
  module_settings: ModuleSettingsRow
  framed_modules: FramedModuleRow
  stops: StopRow
  acceptances: AcceptanceRow
  released: ReleasedRow
  bindings: BindingRow
  releases: ReleaseRow
  blobs: BlobRow
  channel_heads: ChannelHeadRow
  vendor_keys: VendorKeyRow
  vendor_people: VendorPersonRow
  vendors: VendorRow
  vendor_clients: VendorClientRow
  audit: AuditRow
  events: EventRow
  feedback: FeedbackRow
  secrets: SecretRow
  oidc_entries: OidcEntryRow
  login_sessions: LoginSessionRow
}
