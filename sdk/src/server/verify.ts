import { DigiOneError, Level, Matter, Role } from '@digione/contracts'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { PlatformFacts } from './discover.ts'

/** As whom the person calls: one context, with this vendor's own identifiers of people. */
const CallerContext = z.object({
  id: z.string(),
  municipality: z.string(),
  school: z.string().nullable(),
  role: Role,
  learner: z.string().nullable(),
  level: Level.nullable(),
  /** Roster groups of the person, or of the learner. */
  groups: z.array(z.string()),
  /** For guardians: what the guardianship covers. */
  matters: z.array(Matter),
})
export type CallerContext = z.infer<typeof CallerContext>

const Claims = z.object({ sub: z.string().min(1), azp: z.string(), scope: z.string().default(''), context: CallerContext, locale: z.string().optional() })

/** Who calls a module's backend, from a verified module token. */
export interface ModuleCaller {
  /** Pairwise: the same person is somebody else at another vendor. */
  readonly sub: string
  readonly context: CallerContext
  readonly scopes: readonly string[]
  readonly locale?: string
}

/** A module token lives 300 s; clocks may differ by this much. */
const LIFETIME_S = 300
const CLOCK_TOLERANCE_S = 10

export interface Verifier {
  verify(request: Request): Promise<ModuleCaller>
}

export function createVerifier(facts: PlatformFacts, module: string, audience: string): Verifier {
  const keys = createRemoteJWKSet(new URL(facts.jwks))
  return {
    async verify(request) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
      if (!token) throw new DigiOneError('TOKEN_INVALID', 'there is none in the Authorization header')
      const { payload } = await jwtVerify(token, keys, {
        issuer: facts.moduleTokenIssuer,
        audience,
        algorithms: ['ES256'],
        requiredClaims: ['sub', 'exp', 'iat'],
        maxTokenAge: LIFETIME_S,
        clockTolerance: CLOCK_TOLERANCE_S,
      }).catch((cause: unknown) => {
        throw refusal(cause, facts.jwks)
      })
      const claims = Claims.safeParse(payload)
      if (!claims.success) throw new DigiOneError('TOKEN_INVALID', 'its claims are not those of a module token', { cause: claims.error })
      const { sub, azp, scope, context, locale } = claims.data
      if (azp !== module) throw new DigiOneError('TOKEN_INVALID', `it was issued to the module "${azp}"`)
      return { sub, context, scopes: scope.split(' ').filter(Boolean), ...(locale === undefined ? {} : { locale }) }
    },
  }
}

function refusal(cause: unknown, jwks: string): DigiOneError {
  if (cause instanceof errors.JWTExpired) return new DigiOneError('TOKEN_INVALID', 'it has expired', { cause })
  if (cause instanceof errors.JWTClaimValidationFailed) return new DigiOneError('TOKEN_INVALID', `its "${cause.claim}" is another`, { cause })
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid || !(cause instanceof errors.JOSEError))
    return new DigiOneError('PLATFORM_UNREACHABLE', jwks, { cause })
  // The key set's own answer, such as a status, comes as the plain error.
  if (cause.code === 'ERR_JOSE_GENERIC') return new DigiOneError('PLATFORM_UNREACHABLE', jwks, { cause })
  return new DigiOneError('TOKEN_INVALID', 'its signature or form does not hold', { cause })
}
