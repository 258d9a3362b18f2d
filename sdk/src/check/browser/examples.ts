import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { problemsOf } from '../../problems-of.ts'

/** What `package.json` may say to the check, under "digione". */
const Examples = z.object({
  digione: z
    .object({
      /** Paths below the module's base that no link leads to: `/groups/4b`. */
      check: z.strictObject({ paths: z.array(z.string().startsWith('/')).default([]) }).optional(),
    })
    .optional(),
})

/** Paths that the vendor wants looked at besides those that links lead to. @throws {Error} where they are none. */
export function readExamples(file: string): readonly string[] {
  if (!existsSync(file)) return []
  const parsed = Examples.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`package.json: ${problemsOf(parsed.error)}`)
  return parsed.data.digione?.check?.paths ?? []
}
