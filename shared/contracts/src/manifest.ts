import { z } from 'zod'
import { Level, ModuleId, Role } from './codes.ts'
import { SLOTS } from './slots.ts'
import { Text } from './text.ts'

/** A path under the module's base: `/`, `/groups/:group`. */
export const ModulePath = z.string().regex(/^\/(?:(?::?[a-zA-Z0-9-]+)(?:\/:?[a-zA-Z0-9-]+)*)?$/)

export const NAV_GROUPS = ['teaching', 'everyday', 'communication', 'administration'] as const

/** A place in the shell that modules fill. Versioned: the props of a slot never change. */
export const Slot = z.enum(SLOTS)
export type Slot = z.infer<typeof Slot>

/** A name such as `attendance.marked.v1`: the thing, what happened to it or what is asked, the version. */
export const EventName = z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]*$/)

const Path = z.strictObject({ title: Text, roles: z.array(Role).optional() })

const Nav = z.strictObject({
  path: ModulePath,
  label: Text,
  /** Name of an icon in the platform's set. */
  icon: z.string(),
  group: z.enum(NAV_GROUPS),
  /** Ascending within the group. @default 100 */
  order: z.number().int().default(100),
  roles: z.array(Role).optional(),
})

const SlotUse = z.strictObject({
  roles: z.array(Role).optional(),
  /** Ascending on the desktop. @default 100 */
  order: z.number().int().default(100),
  /** How much room the card's skeleton keeps. @default "medium" */
  height: z.enum(['small', 'medium', 'large']).default('medium'),
})

const Api = z.strictObject({
  purpose: Text,
  /** Where the API runs on a developer's machine. Municipalities bind the name to their own origin. */
  development: z.url().optional(),
  /** The platform's own API rather than the vendor's: the binding is made by the platform. @default false */
  platform: z.boolean().default(false),
})

const Scope = z.strictObject({
  /** What the module asks for, such as `roster.groups` or `entitlements.manage`. */
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  purpose: Text,
  /** Article 6(1) GDPR: a school's basis is mostly a legal duty, not consent. */
  legalBasis: z.enum(['legal-obligation', 'public-task', 'contract', 'consent']),
})

const Common = z.strictObject({
  $schema: z.string().optional(),
  id: ModuleId,
  /** Semantic version of this release. */
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/),
  hostApi: z.string().regex(/^\d+\.\d+$/),
  name: Text,
  description: Text,
  icon: z.string(),
  vendor: z.strictObject({ name: z.string().min(1), contact: z.email() }),
  roles: z.array(Role).min(1),
  /** Education levels served. Absent: all, and contexts without one. */
  levels: z.array(Level).min(1).optional(),
  nav: z.array(Nav).default([]),
  accessibility: z.strictObject({ statement: z.url().optional(), contact: z.email().optional() }).optional(),
})

const Mounted = {
  /** Source file whose default export is the app. @default "web/src/main.ts" */
  entry: z.string().default('web/src/main.ts'),
  paths: z.record(ModulePath, Path),
  slots: z.partialRecord(Slot, SlotUse).default({}),
  /** Logical names; each municipality binds a name to an origin, which becomes the token's audience. */
  apis: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), Api).default({}),
  scopes: z.array(Scope).default([]),
  /** Intents that the module's user interface emits, with a JSON Schema of each payload. */
  intents: z.record(EventName, z.record(z.string(), z.unknown())).default({}),
  /** Events and intents that reach `host.on`. */
  hears: z.array(EventName).default([]),
  /** Events that the module's backend publishes. */
  publishes: z.array(EventName).default([]),
  /** JSON Schema of what a municipality may configure; the defaults in it hold until it does. */
  settings: z.record(z.string(), z.unknown()).default({}),
}

/** In which realm a mounted module runs: the shell's own, for what has been reviewed, or a frame of another site. */
export const Tier = z.enum(['page', 'frame'])
export type Tier = z.infer<typeof Tier>

const MountedManifest = Common.extend({ isolation: Tier, ...Mounted })

/** A tile with single sign-on to a system that a city already has. */
const LinkManifest = Common.extend({
  isolation: z.literal('link'),
  link: z.strictObject({ url: z.url(), opens: z.enum(['same-tab', 'new-tab']).default('new-tab') }),
})

/** What a module declares about itself in `digione.json`. The manifest is data: nothing is registered at run time. */
export const Manifest = z.discriminatedUnion('isolation', [MountedManifest, LinkManifest])
export type Manifest = z.infer<typeof Manifest>
export type ManifestInput = z.input<typeof Manifest>
export type MountedManifest = z.infer<typeof MountedManifest>
export type LinkManifest = z.infer<typeof LinkManifest>
