import { parseArgs } from 'node:util'
import { isDigiOneError } from '@digione/contracts'
import { PlatformRefusal } from '../server/refusal.ts'
import { buildModule } from './build.ts'
import { check } from './check.ts'
import { publish } from './publish.ts'
import { USAGE } from './usage.ts'
import { writeTypes } from './write-types.ts'

process.exitCode = await main(process.argv.slice(2))

/** 0 is done, 1 a problem that the module's people can correct, 2 a command that does not exist. */
async function main(argv: string[]): Promise<number> {
  const asJson = argv.includes('--json')
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        platform: { type: 'string' },
        client: { type: 'string' },
        secret: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const command = values.help ? 'help' : (positionals[0] ?? 'help')
    const folder = process.cwd()
    switch (command) {
      case 'types':
        return tell(await writeTypes(folder))
      case 'build':
        return tell(await buildModule(folder))
      case 'check':
        return tell(await check(folder))
      case 'publish':
        return tell(
          await publish(folder, {
            platform: values.platform ?? process.env['DIGIONE_PLATFORM'],
            client: values.client ?? process.env['DIGIONE_CLIENT'],
            secret: values.secret ?? process.env['DIGIONE_SECRET'],
          }),
        )
      case 'help':
        process.stdout.write(USAGE)
        return 0
      default:
        process.stderr.write(`There is no command "${command}".\n\n${USAGE}`)
        return 2
    }
  } catch (error) {
    if (isUsageError(error)) {
      process.stderr.write(`${error.message}\n\n${USAGE}`)
      return 2
    }
    return complain(error)
  }

  function tell({ text, ...facts }: Outcome): number {
    process.stdout.write(asJson ? `${JSON.stringify({ ok: true, ...facts })}\n` : `${text}\n`)
    return 0
  }

  function complain(error: unknown): number {
    const message = error instanceof Error ? error.message : String(error)
    const { code, fix } = isDigiOneError(error) || error instanceof PlatformRefusal ? error : { code: undefined, fix: undefined }
    process.stderr.write(
      asJson ? `${JSON.stringify({ ok: false, code, message, fix })}\n` : [message, causeOf(error), fix, ''].filter((line) => line !== undefined).join('\n'),
    )
    return 1
  }
}

/** The cause's own sentence; not of a failed schema, whose problems the message names already. */
function causeOf(error: unknown): string | undefined {
  return error instanceof Error && error.cause instanceof Error && error.cause.name !== 'ZodError' ? error.cause.message : undefined
}

/** What a command tells: a sentence for people, and facts for `--json`. */
interface Outcome {
  readonly text: string
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
