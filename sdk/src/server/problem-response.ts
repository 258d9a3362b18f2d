import { DigiOneError, isDigiOneError } from '@digione/contracts'

/**
 * Answers an error as RFC 9457 problem details: one of the table as itself, anything else as a fault with a reference
 * and without its message, which may hold personal data.
 */
export function problemResponse(error: unknown, reference: string = crypto.randomUUID()): Response {
  const known = isDigiOneError(error) ? error : new DigiOneError('INTERNAL', reference, { cause: error })
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  if (known.status === 401) headers['www-authenticate'] = 'Bearer error="invalid_token"'
  return new Response(JSON.stringify(known.toProblem(reference)), { status: known.status, headers })
}
