import { DigiOneError, ERRORS, type ErrorCode } from '@digione/contracts'
import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Env } from './deps.ts'
import { problemsOf } from './problems.ts'

const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    fix: z.string(),
    reference: z.string().optional(),
  })
  .openapi('Problem')

/** A feature's routes. Input that does not fit its schema is answered with INPUT_INVALID. */
export const routes = () =>
  new OpenAPIHono<Env>({
    defaultHook(result) {
      if (!result.success) throw new DigiOneError('INPUT_INVALID', `The ${result.target}`, problemsOf(result.error))
    },
  })

/** A successful answer's description. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({ content: { 'application/json': { schema } }, description })

/** The problems that a route may answer with, by status. */
export function problems(...codes: ErrorCode[]) {
  const byStatus: Record<number, { content: { 'application/problem+json': { schema: typeof ProblemSchema } }; description: string }> = {}
  for (const code of codes) {
    const { status } = ERRORS[code]
    const before = byStatus[status]?.description
    byStatus[status] = { content: { 'application/problem+json': { schema: ProblemSchema } }, description: before ? `${before}, ${code}` : code }
  }
  return byStatus
}
