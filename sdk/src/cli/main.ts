import { parseArgs } from 'node:util'
import { isDigiOneError } from '@digione/contracts'
import { PlatformRefusal } from '../server/refusal.ts'
import { USAGE } from './usage.ts'

process.exitCode = await main(process.argv.slice(2))

/** 0 is done, 1 a problem that the module's people can correct, 2 a command that does not exist. */
async function main(argv: string[]): Promise<number> {
  const asJson = argv.includes('--json')
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        account: { type: 'string' },
        platform: { type: 'string' },
        client: { type: 'string' },
        secret: { type: 'string' },
        channel: { type: 'string' },
        reason: { type: 'string' },
        port: { type: 'string' },
        template: { type: 'string' },
        id: { type: 'string' },
        name: { type: 'string' },
        'name-sv': { type: 'string' },
        'name-en': { type: 'string' },
        vendor: { type: 'string' },
        contact: { type: 'string' },
        sdk: { type: 'string' },
        install: { type: 'boolean' },
        serve: { type: 'string' },
        only: { type: 'string' },
        'no-browser': { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const command = values.help ? 'help' : (positionals[0] ?? 'help')
    const folder = process.cwd()
    if (values.account !== undefined) readAccount(values.account)
    const registry = {
      platform: values.platform ?? process.env['DIGIONE_PLATFORM'],
      client: values.client ?? process.env['DIGIONE_CLIENT'],
      secret: values.secret ?? process.env['DIGIONE_SECRET'],
    }
    const keys = async (what: string | undefined, thumbprint: string | undefined) => {
      const { listKeys, renewKey, revokeKey } = await import('./keys.ts')
      if (what === undefined) return tell(await listKeys(registry))
      if (what === 'renew') return tell(await renewKey(registry))
      if (what === 'revoke' && thumbprint) return tell(await revokeKey(registry, thumbprint))
      process.stderr.write(`There is "digione keys", "digione keys renew" and "digione keys revoke <thumbprint>".\n`)
      return 2
    }
    // Each is loaded when it is asked for: a folder that is yet to become a module has no Vite.
    switch (command) {
      case 'create': {
        const { create } = await import('../create/create.ts')
        const { 'name-sv': nameSv, 'name-en': nameEn, ...flags } = values
        const isAsking = !asJson && process.stdin.isTTY && process.stdout.isTTY
        const terminal = isAsking ? { input: process.stdin, output: process.stdout } : null
        return tell(await create({ ...flags, nameSv, nameEn, folder: positionals[1] }, folder, terminal))
      }
      case 'types':
        return tell(await (await import('./write-types.ts')).writeTypes(folder))
      case 'build':
        return tell(await (await import('./build.ts')).buildModule(folder))
      case 'check':
        return await checkModule(folder, { only: values.only, inBrowser: values['no-browser'] !== true })
      case 'publish':
        return tell(await (await import('./publish.ts')).publish(folder, { ...registry, channel: values.channel }))
      case 'releases':
        return tell(await (await import('./releases.ts')).listReleases(folder, registry))
      case 'yank':
        return tell(await (await import('./releases.ts')).yank(folder, registry, { version: positionals[1], reason: values.reason }))
      case 'keys':
        return await keys(positionals[1], positionals[2])
      case 'dev':
        return tell(await develop(folder, values))
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

  async function develop(
    folder: string,
    { serve, platform, port }: { serve?: string | undefined; platform?: string | undefined; port?: string | undefined },
  ): Promise<Outcome> {
    if (serve !== undefined) return (await import('../dev/serve.ts')).serve(folder, { port: portIn(port ?? ''), release: serve })
    const at = port === undefined ? {} : { port: portIn(port) }
    if (platform !== undefined) return (await import('../dev/dev-on-platform.ts')).devOnPlatform(folder, { ...at, platform })
    return (await import('../dev/dev.ts')).dev(folder, at)
  }

  async function checkModule(folder: string, { only, inBrowser }: { only: string | undefined; inBrowser: boolean }): Promise<number> {
    const { check, gatesIn, outcomeOf } = await import('../check/check.ts')
    const say = (text: string) => void (asJson || process.stderr.write(`${text}\n`))
    const { text, ...report } = outcomeOf(await check(folder, { inBrowser, say, ...(only === undefined ? {} : { only: gatesIn(only) }) }))
    process.stdout.write(`${asJson ? JSON.stringify(report) : text}\n`)
    return report.ok ? 0 : 1
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

/** Takes the variables of a file that an operator gave, such as `DIGIONE_SECRET`. Those that are set already stay. */
function readAccount(file: string): void {
  try {
    process.loadEnvFile(file)
  } catch (cause) {
    throw new Error(`--account is ${file}, and there is no such file that can be read.`, { cause })
  }
}

/** @throws {Error} where it is no port. */
function portIn(value: string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port is "${value}"; it has to be a number from 1 to 65535.`)
  return port
}

/** The first cause's own sentence, since what is above it, such as `fetch failed`, says less; not of a failed schema, whose problems the message names already. */
function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !(error.cause instanceof Error) || error.cause.name === 'ZodError') return undefined
  return causeOf(error.cause) ?? error.cause.message
}

/** What a command tells: a sentence for people, and facts for `--json`. */
interface Outcome {
  readonly text: string
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
