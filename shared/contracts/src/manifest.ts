import { z } from 'zod'
import { Level, ModuleId, Role } from './codes.ts'
import { SettingsSchema } from './settings-schema.ts'
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

/** What is filled in, as the host names it: `params` and `query` are those of its location. Of several the first that there is: `{query.date|today}`. */
const SOURCE = String.raw`(?:params\.[a-zA-Z0-9-]+|query\.[\w-]+|context\.learner\.id|today)`
/** A whole part of a path, or the whole value of a parameter. */
const PART = String.raw`(?:[\w.~%:@!$'()*+,;-]*|\{${SOURCE}(?:\|${SOURCE})*\})`

/** A request to one of the manifest's APIs: `api:/lessons/{params.lesson}`, `api:/lessons?week={query.date|today}`. */
const ASK = new RegExp(String.raw`^[a-z][a-z0-9-]*:(?:/${PART})+(?:\?[\w.~-]+=${PART}(?:&[\w.~-]+=${PART})*)?$`)

/** A `GET` that the page makes as soon as it is mounted. It is sent while the module is still on its way. */
const First = z.strictObject({
  /** `api:/lessons/{params.lesson}`, `api:/lessons?week={query.date|today}`, `api:/learners/{context.learner.id}/marks`. */
  ask: z.string().max(300).regex(ASK),
  /** Absent: for everybody. */
  roles: z.array(Role).optional(),
  /** Nothing comes of reading it, no log of views has it, and an answer half a minute old will do: it may be asked where nobody opens the page. */
  idle: z.boolean().optional(),
})

const Path = z.strictObject({ title: Text, roles: z.array(Role).optional(), first: z.array(First).min(1).max(6).optional() })

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

/** Article 6(1) GDPR. */
export const LEGAL_BASES = ['legal-obligation', 'public-task', 'contract', 'consent'] as const

const Scope = z.strictObject({
  /** What the module asks for, such as `roster.groups` or `entitlements.manage`. */
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  purpose: Text,
  /** Article 6(1) GDPR: a school's basis is mostly a legal duty, not consent. */
  legalBasis: z.enum(LEGAL_BASES),
})

/** Two letters of ISO 3166-1, such as `FI`. */
const Country = z.string().regex(/^[A-Z]{2}$/)

/** Somebody besides the vendor who gets data of people. */
export const Recipient = z.strictObject({ name: z.string().trim().min(1).max(200), country: Country, purpose: Text })

/** What a municipality has to know before people's data goes to the vendor. It accepts this together with `scopes`, and anew where it grows. */
const DataProtection = z.strictObject({
  /** Countries in which the data is kept. */
  storedIn: z.array(Country).min(1).max(50),
  /** Whom the vendor gives data on to, its processors among them. */
  recipients: z.array(Recipient).max(50).default([]),
  /** How long the data is kept, and what happens to it then. */
  retention: Text.optional(),
  /** Where the data protection impact assessment can be read. */
  impactAssessment: z.url({ protocol: /^https$/ }).optional(),
  /** Who answers about data protection. */
  contact: z.email().optional(),
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
  /** Modules that this one cannot do without: it is on only where they are. */
  needs: z.array(ModuleId).min(1).optional(),
  /** Modules that this one is not to be on beside. */
  excludes: z.array(ModuleId).min(1).optional(),
  dataProtection: DataProtection.optional(),
  accessibility: z.strictObject({ statement: z.url().optional(), contact: z.email().optional() }).optional(),
})

/**
 * What the policy of a wrapped application's frame is opened for. Requests to elsewhere are never among it.
 *
 * `inline-styles`: style elements and attributes; `eval`: code out of text; `html-sinks`: markup out of text; `global-styles`:
 * stylesheets that reach beyond the module's element.
 */
export const LEGACY = ['inline-styles', 'eval', 'html-sinks', 'global-styles'] as const
export const Legacy = z.enum(LEGACY)
export type Legacy = z.infer<typeof Legacy>

/** A file of a built application, relative to its folder. */
const BuiltFile = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/)

/** An application that was built by its own tools and exports single-spa's lifecycles. It is wrapped as it is. */
const SingleSpa = z.strictObject({
  /** The folder of the build, relative to digione.json. All of it goes along. @default "." */
  folder: z
    .string()
    .regex(/^(?!.*(?:^|\/)\.\.(?:\/|$))[^/\\]+(?:\/[^/\\]+)*$/)
    .default('.'),
  /** The file that exports bootstrap, mount and unmount. */
  entry: BuiltFile,
  /** `system`: `System.register`, as SystemJS loads it. `esm`: an ES module. */
  format: z.enum(['system', 'esm']),
  /** Of `system`: what the build takes by name from elsewhere, with the files of the folder that hold it, each after those that it needs. */
  externals: z.record(z.string().min(1), BuiltFile).default({}),
  styles: z.array(BuiltFile).default([]),
  /** Where the build takes its addresses to start, such as `/tasks`, where that is built into it. Only in a frame. @default the `base` of its props */
  base: z
    .string()
    .regex(/^(?:\/[A-Za-z0-9._~-]+)*\/?$/)
    .optional(),
  /** Beginnings of addresses that it asks by itself, with the API of `apis` that each is: `{"https://api.acme.example/v1": "api:/v1"}`. Only in a frame. */
  requests: z.record(z.string().regex(/^(?:https?:\/)?\/\S*$/), z.string().regex(/^[a-z][a-z0-9-]*:\/\S*$/)).default({}),
  /** Props besides the platform's, such as a root configuration gives. */
  props: z.record(z.string(), z.unknown()).default({}),
})
export type SingleSpa = z.infer<typeof SingleSpa>

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
  settings: SettingsSchema.default({}),
  /** Absent: the module is built from `entry`. */
  singleSpa: SingleSpa.optional(),
  /** What the frame of a wrapped application is opened for. Shown to municipalities. */
  legacy: z.array(Legacy).min(1).optional(),
}

/** In which realm a mounted module runs: the shell's own, for what has been reviewed, or a frame of another site. */
export const Tier = z.enum(['page', 'frame'])
export type Tier = z.infer<typeof Tier>

const MountedManifest = Common.extend({ isolation: Tier, ...Mounted }).superRefine(({ isolation, singleSpa, legacy, slots, apis, paths }, context) => {
  const refuse = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', message, path })
  for (const [pattern, { first = [] }] of Object.entries(paths))
    for (const [at, { ask }] of first.entries()) {
      if (!Object.hasOwn(apis, ask.split(':')[0] ?? '')) refuse(`"apis" declares nothing for ${ask}`, 'paths', pattern, 'first', at)
      for (const [, name = ''] of ask.matchAll(/[{|]params\.([a-zA-Z0-9-]+)/g))
        if (!pattern.split('/').includes(`:${name}`)) refuse(`${pattern} has no part :${name}`, 'paths', pattern, 'first', at)
    }
  if (legacy && !singleSpa) refuse('it is for applications that are wrapped by "singleSpa"', 'legacy')
  if (legacy && isolation !== 'frame') refuse('a policy is opened in a frame alone: "isolation" has to be "frame"', 'legacy')
  if (!singleSpa) return
  if (Object.keys(slots).length > 0) refuse('a wrapped application has a page and no cards', 'slots')
  if (isolation !== 'frame')
    for (const [name, isThere] of [
      ['base', singleSpa.base !== undefined],
      ['requests', Object.keys(singleSpa.requests).length > 0],
    ] as const)
      if (isThere) refuse('only a frame has an address and requests of its own: "isolation" has to be "frame"', 'singleSpa', name)
  if (singleSpa.format === 'esm' && Object.keys(singleSpa.externals).length > 0)
    refuse('an ES module brings along what it needs: only "system" takes by name', 'singleSpa', 'externals')
  for (const [beginning, address] of Object.entries(singleSpa.requests))
    if (!Object.hasOwn(apis, address.split(':')[0] ?? '')) refuse(`"apis" declares nothing for ${address}`, 'singleSpa', 'requests', beginning)
})

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
