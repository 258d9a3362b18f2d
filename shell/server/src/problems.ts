import { randomBytes } from 'node:crypto'
import { DigiOneError, isDigiOneError } from '@digione/contracts'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import type { Deps, Env } from './deps.ts'
import { routeOf } from './operations.ts'

/** A short name for one request, quoted to support. */
export const newReference = () => randomBytes(6).toString('hex')

/** The problem, as `application/problem+json`. */
export function problemResponse(error: DigiOneError, reference: string): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  if (error.code === 'TOO_MANY_REQUESTS') headers['retry-after'] = /(\d+) s/.exec(error.fix)?.[1] ?? '1'
  if (error.status === 401) headers['www-authenticate'] = error.code === 'DPOP_INVALID' ? 'DPoP error="invalid_dpop_proof"' : 'DPoP, Bearer'
  return new Response(JSON.stringify(error.toProblem(reference)), { status: error.status, headers })
}

/** What is wrong with an input, field by field, without the values. */
export const problemsOf = (error: z.core.$ZodError) =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`)
    .join('; ')

/** Turns anything thrown into an error of the table. What is not one of ours is kept from the caller. */
function toDigiOneError(error: unknown, reference: string): DigiOneError {
  if (isDigiOneError(error)) return error
  if (error instanceof HTTPException && error.status === 400) return new DigiOneError('INPUT_INVALID', 'The request', error.message)
  if (error instanceof z.core.$ZodError) return new DigiOneError('INPUT_INVALID', 'The request', problemsOf(error))
  if (isUnkeepable(error)) return new DigiOneError('INPUT_INVALID', 'The request', 'it holds a character that cannot be kept, such as U+0000', { cause: error })
  if (isConnectionLoss(error)) return new DigiOneError('NOT_READY', 'The database', { cause: error })
  return new DigiOneError('INTERNAL', reference, { cause: error })
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Text that no schema has to know of, and that PostgreSQL refuses: invalid byte sequence, untranslatable character. */
const isUnkeepable = (error: unknown) => /^(22021|22P05)$/.test(codeOf(error))

/** Whether the database could not be reached: PostgreSQL's class 08 and 57P, or the socket's own codes. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error)
  return (
    /^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    (error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(error.message))
  )
}

/** Answers whatever a route threw, and logs it: refusals too, since a series of them is what an attack looks like. */
export const onProblem =
  ({ log, metrics }: Pick<Deps, 'log' | 'metrics'>) =>
  (thrown: Error, c: Context<Env>): Response => {
    const reference = c.get('reference')
    const error = toDigiOneError(thrown, reference)
    const seen = { code: error.code, status: error.status, method: c.req.method, route: routeOf(c), reference }
    metrics.refusals.inc({ code: error.code })
    if (error.status >= 500) log.error({ ...seen, err: thrown }, 'failed')
    else log.info(seen, 'refused')
    return problemResponse(error, reference)
  }
