import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const bytes = z.number().int().positive()

/** What may be sent, in bytes after brotli, and how much may be asked for. */
export const Budget = z.strictObject({
  shell: z.strictObject({ scriptsAtStart: bytes, scriptsInAll: bytes, styles: bytes, developerTools: bytes, boot: bytes, vaultFrame: bytes }),
  /** By folder: every script and stylesheet of a module's build. */
  modules: z.record(z.string(), bytes),
  /** What a React module weighs over its own code, and the files that its page takes. */
  remote: z.strictObject({ ownBytes: bytes, files: z.number() }),
  /** A module's page, opened by its address with nothing kept from before, by somebody who is logged in. */
  deepLink: z.strictObject({ documentBytes: bytes, requests: z.number(), waves: z.number() }),
})
export type Budget = z.infer<typeof Budget>
/** The part that needs no more than what is built. */
export type Bytes = Pick<Budget, 'shell' | 'modules'>

export const readBudget = (): Budget => Budget.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'budget.json'), 'utf8')))

type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Says where something is over its budget, or has none; empty where all is well. */
export function overruns(budget: Budget, measured: Figures): string[] {
  const allowed: Figures = budget
  return Object.entries(measured).flatMap(([part, figures]) =>
    Object.entries(figures).flatMap(([name, figure]) => {
      const limit = allowed[part]?.[name]
      if (limit === undefined) return [`${part}.${name} is ${figure}, and budget.json has no line for it`]
      return figure > limit ? [`${part}.${name} is ${figure}, and its budget is ${limit}`] : []
    }),
  )
}
