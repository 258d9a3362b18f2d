import { z } from 'zod'
import { Level, ModuleId, MunicipalitySlug, Role } from './codes.ts'
import { Context, LockedContext } from './context.ts'
import { Manifest, Tier } from './manifest.ts'
import { Seal } from './release.ts'
import { openStartHint } from './start-cookie.ts'
import { THEMES } from './themes.ts'
import { Locale, Text } from './text.ts'

/** What the shell shows of a municipality. Public. */
export const Tenant = z.object({
  slug: MunicipalitySlug,
  kind: z.enum(['municipality', 'platform']),
  name: Text,
  languages: z.array(Locale),
  /** `#rrggbb` */
  brand: z.string(),
  contact: z.object({ email: z.string(), phone: z.string().nullable() }),
})
export type Tenant = z.infer<typeof Tenant>

/** What a browser needs to run one release. */
export const StartRelease = z.object({
  /** `timetable@3f2a91c07b5d` */
  id: z.string(),
  module: ModuleId,
  version: z.string(),
  manifest: Manifest,
  /** Absolute paths on the shell's origin; `null` for links. */
  entry: z.object({ container: z.string(), exposed: z.string(), scripts: z.array(z.string()), styles: z.array(z.string()) }).nullable(),
  seal: Seal,
})
export type StartRelease = z.infer<typeof StartRelease>

/** A module that is on in one context: which release, and what the municipality configured. */
export const ModuleOn = z.object({
  module: ModuleId,
  release: z.string(),
  /** In which realm it runs here: what its manifest says, or `frame` where the municipality or the operator decided so. `null` for a link. */
  tier: Tier.nullable(),
  /** What the municipality configured, without the manifest's defaults. @see settingsOf */
  settings: z.record(z.string(), z.unknown()),
  /** The pairwise identifiers that this module knows the person and the context's learner by, so that mounting it needs no request. */
  ids: z.object({ user: z.string(), learner: z.string().nullable() }),
})
export type ModuleOn = z.infer<typeof ModuleOn>

/** A release that a developer asked for in one tab, in place of the one that is on. */
export const Override = z.object({
  module: ModuleId,
  release: z.string(),
  /** Why it stands nowhere; `null`: it stands wherever its module is on for the person. */
  refused: z.object({ code: z.string(), detail: z.string() }).nullable(),
})
export type Override = z.infer<typeof Override>

/**
 * What one person has: the answer of `GET /api/me`, which confirms or corrects what the page was served with.
 */
export const Me = z.object({
  person: z.object({ id: z.string(), name: z.string(), givenName: z.string(), language: Locale }),
  contexts: z.array(Context.extend({ modules: z.array(ModuleOn) })),
  locked: z.array(LockedContext),
  releases: z.record(z.string(), StartRelease),
  tenants: z.record(z.string(), Tenant),
  /** Modules that were stopped at once, where the person has a context, and what people are told. */
  stopped: z.array(z.object({ module: ModuleId, municipality: MunicipalitySlug, reason: Text })).default([]),
  /** Per municipality, grows with each change of what is on. A page compares it with what the live stream tells. */
  versions: z.record(z.string(), z.number().int()),
  /** What tells this log-in from the next, when it ends if nothing happens, in seconds from now, and whether this device is shared. */
  session: z.object({ id: z.string(), idleS: z.number().int(), sharedDevice: z.boolean() }),
  /** What this tab asked for; absent where it asked for nothing. */
  overrides: z.array(Override).optional(),
})
export type Me = z.infer<typeof Me>
export type MyContext = Me['contexts'][number]

export const ThemeChoice = z.enum(THEMES)
export type ThemeChoice = z.infer<typeof ThemeChoice>

export const StartHint = z.object({
  /** The positions to prepare for; the first is the one last worked in. */
  at: z
    .array(z.object({ municipality: MunicipalitySlug, role: Role, level: Level.nullable() }))
    .max(12)
    .default([]),
  locale: Locale.default('fi'),
  theme: ThemeChoice.default('system'),
})
export type StartHint = z.infer<typeof StartHint>

/** Reads the cookie's value. Whatever is not a hint is the empty hint. */
export function decodeStartHint(value: string | undefined): StartHint {
  try {
    return StartHint.parse(openStartHint(value ?? ''))
  } catch {
    return StartHint.parse({})
  }
}

/** What the HTML answer carries inline for the shell, as JSON in `<script type="application/json" id="digione-start">`. */
export const Start = z.object({
  hint: StartHint,
  /** Releases whose files the document's import map covers: only these can be mounted without a document navigation. */
  releases: z.record(z.string(), StartRelease),
  tenants: z.record(z.string(), Tenant),
  /** Origin of the session vault. */
  vault: z.string(),
  /** Origin below whose host each module has one of its own, for its frames. */
  modules: z.string(),
  /** The build of the shell, for reports. */
  build: z.string(),
  /** The platform's keys that seals are checked with. Coordinates of P-256. */
  keys: z.array(z.object({ kid: z.string(), x: z.string(), y: z.string() })),
})
export type Start = z.infer<typeof Start>

/** A message of the live stream `GET /api/live` (server-sent events; the event's name is `type`). */
export const LiveMessage = z.discriminatedUnion('type', [
  /** What is on in a municipality has changed. */
  z.object({ type: z.literal('entitlements'), municipality: MunicipalitySlug, version: z.number().int() }),
  /** A fact that some module's `hears` names, for these contexts, with that module's pairwise identifiers. */
  z.object({
    type: z.literal('event'),
    module: ModuleId,
    contexts: z.array(z.string()),
    name: z.string(),
    id: z.string(),
    time: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  /** The session of this name was ended elsewhere. */
  z.object({ type: z.literal('ended'), session: z.string() }),
])
export type LiveMessage = z.infer<typeof LiveMessage>
