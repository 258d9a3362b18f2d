import type { z } from 'zod'

/** What a schema found wrong, as one line. */
export const problemsOf = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.length ? `"${issue.path.join('.')}": ` : ''}${issue.message}`).join('; ')
