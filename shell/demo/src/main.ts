import { isDigiOneError } from '@digione/contracts'
import { Refusal } from './start/settings.ts'

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  start: async () => (await import('./start/start.ts')).start(),
  dev: async () => (await import('./dev/dev.ts')).dev(),
  test: async () => (await import('./check/check.ts')).check(),
}

const command = COMMANDS[process.argv[2] ?? 'start']
try {
  if (!command) throw new Refusal(`There is no command "${process.argv[2]}". There are: ${Object.keys(COMMANDS).join(', ')}.`)
  await command()
  process.exit()
} catch (error) {
  if (error instanceof Refusal) process.stderr.write(`${error.message}\n`)
  else if (isDigiOneError(error)) process.stderr.write(`${error.message}\n${error.fix}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}
