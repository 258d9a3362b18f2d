export { locationOf, hrefOf, isBelow } from './address.ts'
export { ROLES, Role, LEVELS, Level, SUBJECTS, Subject, Oid, MunicipalitySlug, ModuleId, MATTERS, Matter, NonDisclosure } from './codes.ts'
export { ContextLearner, Context, LockedContext } from './context.ts'
export { ReleaseChoice, Rule, rolloutPoint, entitled } from './entitlement.ts'
export type { EntitlementSubject, Entitled } from './entitlement.ts'
export { ERRORS, errorType, DigiOneError, isDigiOneError } from './errors.ts'
export type { ErrorCode, Problem } from './errors.ts'
export { DomainEvent } from './event.ts'
export type {
  Live,
  User,
  Theme,
  AppLocation,
  Settings,
  Notice,
  Question,
  Guard,
  Drafts,
  Vital,
  HeardEvent,
  Host,
  Cleanup,
  Mount,
  SlotProps,
  SlotMount,
  HTMLElementLike,
  Messages,
  App,
} from './host.ts'
export { HOST_API, ModulePath, NAV_GROUPS, SLOTS, Slot, EventName, Manifest, hostApiFits } from './manifest.ts'
export type { ManifestInput, PageManifest, LinkManifest } from './manifest.ts'
export { MPASSID_ROLE_CODES, parseMpassidRoles } from './mpassid.ts'
export type { MpassidRole } from './mpassid.ts'
export { Integrity, ReleaseFile, Release, releaseBase, Published } from './release.ts'
export { Municipality, School, Person, Group, Enrolment, Affiliation, Guardianship, RosterImport } from './roster.ts'
export {
  Tenant,
  StartRelease,
  ModuleOn,
  Me,
  START_COOKIE,
  THEMES,
  ThemeChoice,
  StartHint,
  encodeStartHint,
  decodeStartHint,
  Start,
  LiveMessage,
} from './start.ts'
export type { MyContext } from './start.ts'
export { Locale, Text } from './text.ts'
export { textIn } from './text-in.ts'
export type { VaultRequest, ChannelRequest, CarriedRequest, CarriedResponse, VaultAnswer, VaultEvent, VaultMe } from './vault.ts'
export { textOf, settingsOf } from './module-words.ts'
