import { randomUUID } from 'node:crypto'
import { type Context, DigiOneError, Level, Matter, MunicipalitySlug, Role } from '@digione/contracts'
import { createLocalJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Origins, Secrets } from '../config.ts'

/** Lifetime of a module token, in seconds. */
export const MODULE_TOKEN_S = 300

/** What a module token says, besides the standard claims. Everything about persons is pairwise. */
export const ModuleTokenClaims = z.object({
  sub: z.string(),
  /** The module. */
  azp: z.string(),
  scope: z.string(),
  context: z.object({
    id: z.string(),
    municipality: MunicipalitySlug,
    school: z.string().nullable(),
    role: Role,
    learner: z.string().nullable(),
    level: Level.nullable(),
    groups: z.array(z.string()),
    matters: z.array(Matter),
  }),
  /** The log-in, in tokens for the platform's own API alone: its end counts at once. */
  sid: z.string().optional(),
})
export type ModuleTokenClaims = z.infer<typeof ModuleTokenClaims>

/** @param context With the module's own identifiers. */
export const contextClaim = ({ id, municipality, school, role, learner, level, groups, matters }: Context): ModuleTokenClaims['context'] => ({
  id,
  municipality,
  school: school?.id ?? null,
  role,
  learner: learner?.id ?? null,
  level,
  groups,
  matters,
})

/** Signs and verifies the tokens that modules' requests carry. */
export async function createModuleTokens(home: Origins, { jwks }: Secrets) {
  const [first] = jwks.keys
  if (!first) throw new DigiOneError('CONFIGURATION_INVALID', 'DIGIONE_SECRETS', 'it has no key')
  const key = await importJWK(first as JWK, 'ES256')
  // `d` is the private part.
  const keys = jwks.keys.map(({ d: _private, ...open }) => ({ ...open, alg: 'ES256', use: 'sig' }))
  const keySet = createLocalJWKSet({ keys })
  const platformAudience = `${home.shell}/api`
  return {
    /** Public keys, the answer of `/api/jwks.json`. */
    jwks: { keys },
    platformAudience,
    sign({ sub, ...claims }: ModuleTokenClaims, audience: string): Promise<string> {
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: first.kid, typ: 'at+jwt' })
        .setIssuer(home.shell)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime(`${MODULE_TOKEN_S}s`)
        .setJti(randomUUID())
        .sign(key)
    },
    /** A token for the platform's own API. @throws {DigiOneError} TOKEN_INVALID */
    async verify(token: string): Promise<ModuleTokenClaims> {
      try {
        const { payload } = await jwtVerify(token, keySet, { issuer: home.shell, audience: platformAudience, algorithms: ['ES256'], typ: 'at+jwt' })
        return ModuleTokenClaims.parse(payload)
      } catch (cause) {
        throw new DigiOneError('TOKEN_INVALID', cause instanceof Error && 'code' in cause ? String(cause.code) : 'its claims have another form', { cause })
      }
    },
  }
}
export type ModuleTokens = Awaited<ReturnType<typeof createModuleTokens>>
