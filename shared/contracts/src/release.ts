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

/** `timetable@3f2a91c07b5d`: the module and the first twelve hex digits of the contents' sha256. */
export const ReleaseId = z.string().regex(/^[a-z][a-z0-9.-]*@[0-9a-f]{12}$/)

/** A release's place among those of its module. As far as a database's integer goes. */
const Sequence = z.number().int().positive().max(2_147_483_647)

export const Channel = z.enum(['stable', 'preview'])
export type Channel = z.infer<typeof Channel>

/** RFC 7638 thumbprint of a key, or another SHA-256 in base64url. */
export const Digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** The public half of a key that a vendor signs releases with. @see RFC 8037 */
export const VendorKey = z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: Digest })
export type VendorKey = z.infer<typeof VendorKey>

/** Where a build came from, in the vendor's words. Shown, not checked. */
export const ReleaseSource = z.strictObject({ repository: z.string().max(300).optional(), commit: z.string().max(64).optional() })
export type ReleaseSource = z.infer<typeof ReleaseSource>

/** What a vendor signs: the payload of a compact JWS with `alg` Ed25519, whose `kid` is the key's thumbprint. */
export const ReleaseStatement = z.strictObject({
  module: ModuleId,
  version: z.string(),
  channel: Channel,
  /** Grows with every release of the module, so that an old statement cannot be brought out again. */
  sequence: Sequence,
  /** Version of the SDK that it was built with. */
  sdk: z.string().max(40),
  /** digione.json as it was sent: another version of the platform may know more defaults. */
  manifest: z.record(z.string(), z.unknown()),
  files: z.array(ReleaseFile),
  source: ReleaseSource.optional(),
})
export type ReleaseStatement = z.infer<typeof ReleaseStatement>

/** The platform's word for a release, which a browser checks before it runs anything of it. @see sealedText */
export const Seal = z.object({
  sequence: Sequence,
  /** Thumbprint of the key that the vendor signed with. */
  vendorKey: Digest,
  /** SHA-256 over the files that are neither script nor stylesheet. */
  others: Digest,
  /** Compact JWS of the platform, ES256, without its payload: whoever checks it makes that anew. @see RFC 7515 Appendix F */
  signature: z.string().regex(/^[\w-]+\.\.[\w-]+$/),
})
export type Seal = z.infer<typeof Seal>

/** One immutable build of a module, as the registry keeps it. */
export const Release = z.object({
  id: ReleaseId,
  module: ModuleId,
  version: z.string(),
  channel: Channel,
  manifest: Manifest,
  files: z.array(ReleaseFile),
  /** The federation container's entry, and what it needs at once, all relative to the base. Absent for links. */
  entry: z.object({ container: z.string(), exposed: z.string(), scripts: z.array(z.string()), styles: z.array(z.string()) }).nullable(),
  publishedAt: z.iso.datetime(),
  /** The vendor's statement, a compact JWS. */
  statement: z.string(),
  seal: Seal,
  /** Withdrawn, and why. `null`: in use. */
  yanked: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
})
export type Release = z.infer<typeof Release>

/** The answer to a successful publication. */
export const Published = z.object({ release: z.string(), module: ModuleId, version: z.string(), files: z.number(), bytes: z.number(), created: z.boolean() })
export type Published = z.infer<typeof Published>
