import { isDigiOneError } from '@digione/contracts'
import { dropRuntimeWarning } from './start/runtime-warning.ts'
import { Refusal } from './start/settings.ts'

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start: async (args) => (await import('./start/start.ts')).start(args),
  dev: async () => (await import('./dev/dev.ts')).dev(),
  test: async () => (await import('./check/check.ts')).check(),
  soak: async (args) => (await import('./check/soak.ts')).soak(args),
  backup: async (args) => (await import('./back-up.ts')).backUpCommand(args),
  sbom: async (args) => (await import('./sbom.ts')).sbomCommand(args),
  restore: async (args) => (await import('./back-up.ts')).restoreCommand(args),
}

dropRuntimeWarning()
const command = COMMANDS[process.argv[2] ?? 'start']
try {
  if (!command) throw new Refusal(`There is no command "${process.argv[2]}". There are: ${Object.keys(COMMANDS).join(', ')}.`)
  await command(process.argv.slice(3))
  process.exit()
} catch (error) {
  if (error instanceof Refusal) process.stderr.write(`${error.message}\n`)
  else if (isDigiOneError(error)) process.stderr.write(`${error.message}\n${error.fix}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}
