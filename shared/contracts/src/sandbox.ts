import { z } from 'zod'
import { Role } from './codes.ts'
import { Manifest } from './manifest.ts'

/**
 * What `digione dev` asks of the sandbox, a platform with demo data in a process of its own. Each order is answered by one
 * `SandboxNews`, in the orders' order.
 */
export const SandboxOrder = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('start'),
    /** Where browsers reach it: the port of whoever stands in front. */
    port: z.number().int(),
    /** Where it listens itself, on this machine alone. */
    listen: z.number().int(),
    /** The folder that its data are kept in; absolute. */
    data: z.string(),
    /** The program `digione`, which publishes the demo's own modules; absolute. */
    digione: z.string(),
    /** The module that is developed. */
    manifest: Manifest,
    /** Where the module's backend listens on this machine; `null` where it has none here. */
    apiPort: z.number().int().nullable(),
    /** Whether the demo's own modules and their backends are there too. */
    withDemoModules: z.boolean(),
  }),
  /** The manifest has changed. */
  z.object({ order: z.literal('introduce'), manifest: Manifest }),
  /** The module has a release: it is switched on wherever it serves somebody. */
  z.object({ order: z.literal('switch-on'), manifest: Manifest }),
  z.object({ order: z.literal('stop') }),
])
export type SandboxOrder = z.infer<typeof SandboxOrder>

/** Somebody of the demo's people whom one may log in as. */
export const SandboxPerson = z.object({
  login: z.string(),
  name: z.string(),
  about: z.string(),
  /** What the way in is called, and its identifier in the address of the log-in. */
  way: z.string(),
  provider: z.string(),
  roles: z.array(Role),
})
export type SandboxPerson = z.infer<typeof SandboxPerson>

/** What the sandbox tells. */
export const SandboxNews = z.discriminatedUnion('news', [
  z.object({
    news: z.literal('ready'),
    /** Whether its data are new, so that nothing has been published to it yet. */
    isNew: z.boolean(),
    people: z.array(SandboxPerson),
    /** The vendor's client of the module that is developed. */
    client: z.object({ id: z.string(), secret: z.string() }),
    /** The origin of the module's backend as the platform knows it. */
    audience: z.string(),
    /** A file that makes names under `.localhost` lead to this machine in Node, for `--import`. */
    loopback: z.string(),
  }),
  z.object({ news: z.literal('done') }),
  /** An order that could not be carried out, and why. */
  z.object({ news: z.literal('refused'), text: z.string() }),
  /** Something that goes wrong while it runs; answers no order. */
  z.object({ news: z.literal('complaint'), text: z.string() }),
])
export type SandboxNews = z.infer<typeof SandboxNews>
