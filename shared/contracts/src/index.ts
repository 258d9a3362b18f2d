export { locationOf, hrefOf, isBelow } from './address.ts'
export { askedFirst } from './asked-first.ts'
export type { Ask } from './asked-first.ts'
export { Asks, More, asksForRoster, asksMore, asksNothing, asksOf } from './asks.ts'
export { ROLES, Role, LEVELS, Level, SUBJECTS, Subject, Oid, MunicipalitySlug, ModuleId, MATTERS, Matter, NonDisclosure } from './codes.ts'
export { ContextLearner, Context, LockedContext } from './context.ts'
export { Decision, Decisions, consequenceOf, rulesAfter } from './change.ts'
export type { Consequence } from './change.ts'
export { DesiredState, decisionsTowards, desiredStateFrom } from './desired.ts'
export type { DesiredRule } from './desired.ts'
export { ReleaseChoice, Rule, rolloutPoint, entitled, together, why } from './entitlement.ts'
export type { Beside, Demands, EntitlementSubject, Entitled, Overridden, Why } from './entitlement.ts'
export { ERRORS, errorType, DigiOneError, isDigiOneError } from './errors.ts'
export type { ErrorCode, Problem } from './errors.ts'
export { DomainEvent } from './event.ts'
export { FIELDS, FIELDS_OF_TOKEN, fieldsOfScope } from './fields.ts'
export type { Field } from './fields.ts'
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
export { ModulePath, NAV_GROUPS, Slot, EventName, LEGAL_BASES, LEGACY, Legacy, Tier, Manifest } from './manifest.ts'
export type { ManifestInput, MountedManifest, LinkManifest, SingleSpa } from './manifest.ts'
export { MPASSID_ROLE_CODES, parseMpassidRoles } from './mpassid.ts'
export type { MpassidRole } from './mpassid.ts'
export { Channel, Digest, Integrity, Published, Release, ReleaseFile, ReleaseId, ReleaseSource, ReleaseStatement, Seal, VendorKey } from './release.ts'
export { isCode, sealedIn, sealedText } from './seal.ts'
export type { Sealed } from './seal.ts'
export { Municipality, School, Person, Group, Enrolment, Affiliation, Guardianship, RosterImport } from './roster.ts'
export { SandboxNews, SandboxOrder } from './sandbox.ts'
export type { SandboxPerson } from './sandbox.ts'
export { Tenant, StartRelease, ModuleOn, Override, Me, ThemeChoice, StartHint, decodeStartHint, Start, LiveMessage } from './start.ts'
export type { MyContext } from './start.ts'
export { SETTING_PLACES, fieldsOf, misfitOf, settingsAt, settingsIn } from './settings.ts'
export type { SetAt, SettingField, SettingPlace, SettingsHere } from './settings.ts'
export { Setting, SettingsSchema } from './settings-schema.ts'
export { Locale, Text } from './text.ts'
export { languageOfPart, textIn } from './text-in.ts'
export type { VaultRequest, ChannelRequest, NamedRequest, CarriedRequest, CarriedResponse, TokenFacts, VaultAnswer, VaultEvent, VaultMe } from './vault.ts'
export { textOf, settingsOf } from './module-words.ts'
export { MUNICIPALITY_SLUG, MODULE_ID } from './patterns.ts'
export { START_COOKIE, encodeStartHint, openStartHint } from './start-cookie.ts'
export { DEVELOPER_HEADER, MOST_OVERRIDES } from './developer.ts'
export { DeveloperReleases } from './developer-releases.ts'
export { HOST_API, hostApiFits } from './host-version.ts'
export { SLOTS } from './slots.ts'
export { THEMES } from './themes.ts'
export { releaseBase } from './release-base.ts'
export { frameOrigin, framePath } from './frame-origin.ts'
