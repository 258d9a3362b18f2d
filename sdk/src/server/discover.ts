import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'

/** What a platform tells about itself at `/api/platform`. */
export const PlatformFacts = z.object({
  /** Origin of the shell. */
  shell: z.url(),
  /** The authorization server. */
  issuer: z.url(),
  tokenEndpoint: z.url(),
  /** Where the keys of module tokens are. */
  jwks: z.url(),
  moduleTokenIssuer: z.url(),
  /** Origin from which browsers call a module's backend. @default the issuer's */
  session: z.url().optional(),
  /** Origin below whose host the frames of modules are. */
  modules: z.url().optional(),
  /** Shell origins on developers' machines at which the platform may be shown, with a session page below each. @default none */
  developers: z.array(z.url()).default([]),
})
export type PlatformFacts = z.infer<typeof PlatformFacts>

/** @throws {DigiOneError} PLATFORM_UNREACHABLE where nothing, or something else, answers. */
export async function discover(platform: string): Promise<PlatformFacts> {
  try {
    // A platform on this machine has hosts below `localhost`, which browsers find and not every system does.
    if (/(^|\.)localhost$/.test(new URL(platform).hostname)) await import('@digione/loopback')
    const answer = await fetch(new URL('/api/platform', platform), { signal: AbortSignal.timeout(10_000) })
    if (!answer.ok) throw new Error(`GET /api/platform answered ${answer.status}`)
    return PlatformFacts.parse(await answer.json())
  } catch (cause) {
    throw new DigiOneError('PLATFORM_UNREACHABLE', platform, { cause })
  }
}
