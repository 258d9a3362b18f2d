import { DigiOneError } from '@digione/sdk/server'
import { z } from 'zod'

export const GroupPath = z.strictObject({ group: z.uuid() })
export const LessonPath = z.strictObject({ group: z.uuid(), date: z.iso.date(), slot: z.coerce.number().int().min(1).max(30) })

/** @throws {DigiOneError} INPUT_INVALID, naming each field that is wrong. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ')
  throw new DigiOneError('INPUT_INVALID', what, problems, { cause: parsed.error })
}

/** The request's JSON, parsed; a body that is no JSON is as invalid as a wrong one. */
export async function parseBody<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  return parse(schema, await request.json().catch(() => undefined), 'The body')
}
