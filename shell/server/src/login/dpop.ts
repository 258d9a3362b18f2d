import { createHash } from 'node:crypto'
import { DigiOneError } from '@digione/contracts'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { z } from 'zod'

/** How far a proof's clock may be off, either way. */
export const PROOF_WINDOW_S = 60

const Claims = z.object({ htm: z.string(), htu: z.url(), ath: z.string(), iat: z.number(), jti: z.string().min(1).max(200) })

export interface Proof {
  /** Thumbprint of the key that made it. */
  readonly thumbprint: string
  /** Names this one proof: the key and its `jti`. */
  readonly replayId: string
}

/**
 * Checks a DPoP proof for one request and token. Whether it is used for the first time is for the caller to find out.
 *
 * @param request With the address as the outside sees it.
 * @throws {DigiOneError} DPOP_INVALID
 * @see RFC 9449 §4.3
 */
export async function checkProof(request: Request, accessToken: string): Promise<Proof> {
  const proof = request.headers.get('dpop')
  if (!proof) throw new DigiOneError('DPOP_INVALID', 'there is none')
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] }).catch((cause: unknown) => {
    throw new DigiOneError('DPOP_INVALID', 'it is not signed by the key that it carries', { cause })
  })
  const claims = Claims.safeParse(payload)
  if (!claims.success || !protectedHeader.jwk) throw new DigiOneError('DPOP_INVALID', 'it lacks a claim')
  const { htm, htu, ath, iat, jti } = claims.data
  const here = new URL(request.url)
  const meant = new URL(htu)
  if (htm !== request.method) throw new DigiOneError('DPOP_INVALID', 'it was made for another method')
  if (meant.origin !== here.origin || meant.pathname !== here.pathname) throw new DigiOneError('DPOP_INVALID', 'it was made for another address')
  if (Math.abs(Date.now() / 1000 - iat) > PROOF_WINDOW_S) throw new DigiOneError('DPOP_INVALID', 'it was made too long ago, or its clock is off')
  if (ath !== createHash('sha256').update(accessToken).digest('base64url')) throw new DigiOneError('DPOP_INVALID', 'it was made for another token')
  const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk)
  return { thumbprint, replayId: createHash('sha256').update(`${thumbprint}\n${jti}`).digest('base64url') }
}
