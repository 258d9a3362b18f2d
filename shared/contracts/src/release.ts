import { z } from 'zod'
import { ModuleId } from './codes.ts'
import { Manifest } from './manifest.ts'

/** Subresource Integrity value of one file. */
export const Integrity = z.string().regex(/^sha384-[A-Za-z0-9+/]{64}$/)

export const ReleaseFile = z.object({
  /** Relative to the release's base, `/`-separated, without `.` or `..`. */
  path: z
    .string()
    .regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/)
    .max(200),
  integrity: Integrity,
  bytes: z.number().int().nonnegative(),
})
export type ReleaseFile = z.infer<typeof ReleaseFile>

/** One immutable build of a module, as the registry keeps it. */
export const Release = z.object({
  /** `timetable@3f2a91c07b5d`: the module and the first twelve hex digits of the contents' sha256. */
  id: z.string().regex(/^[a-z][a-z0-9.-]*@[0-9a-f]{12}$/),
  module: ModuleId,
  version: z.string(),
  channel: z.enum(['stable', 'preview']),
  manifest: Manifest,
  files: z.array(ReleaseFile),
  /** The federation container's entry, and what it needs at once, all relative to the base. Absent for links. */
  entry: z.object({ container: z.string(), exposed: z.string(), scripts: z.array(z.string()), styles: z.array(z.string()) }).nullable(),
  publishedAt: z.iso.datetime(),
  /** Compact JWS of the platform over `id`, `files` and the manifest. */
  signature: z.string(),
})
export type Release = z.infer<typeof Release>

/** The answer to a successful publication. */
export const Published = z.object({ release: z.string(), module: ModuleId, version: z.string(), files: z.number(), bytes: z.number(), created: z.boolean() })
export type Published = z.infer<typeof Published>
