import { DigiOneError } from '@digione/sdk/server'
import { z } from 'zod'

const Settings = z.object({
  /** Loopback port to listen on. */
  PORT: z.coerce.number().int().min(0).max(65_535),
  /** Where the store is kept. */
  DATA_DIR: z.string().min(1),
})

/** @throws {DigiOneError} CONFIGURATION_INVALID */
export function readConfig(environment: NodeJS.ProcessEnv): { port: number; dataFolder: string } {
  const parsed = Settings.safeParse(environment)
  if (parsed.success) return { port: parsed.data.PORT, dataFolder: parsed.data.DATA_DIR }
  const issue = parsed.error.issues[0]
  throw new DigiOneError('CONFIGURATION_INVALID', String(issue?.path[0] ?? 'environment'), issue?.message ?? 'it is missing')
}
