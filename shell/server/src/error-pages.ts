import { DigiOneError, ERRORS, type ErrorCode } from '@digione/contracts'
import { Hono } from 'hono'
import type { Env } from './deps.ts'

interface Sentence {
  readonly status: number
  readonly message: (...args: unknown[]) => string
  readonly fix: (...args: unknown[]) => string
}

/** The names of a function's parameters, for a sentence that has none of their values. */
const parametersOf = (run: (...args: never[]) => unknown) =>
  (/^\(([^)]*)\)/.exec(String(run))?.[1] ?? '')
    .split(',')
    .map((parameter) => parameter.split(':')[0]?.trim() ?? '')
    .filter((name) => name !== '')

/** The docs of one code of the error table, as Markdown. */
export function errorPage(code: ErrorCode): string {
  const { status, message, fix } = ERRORS[code] as unknown as Sentence
  const places = parametersOf(message).map((name) => `‹${name}›`)
  return `# ${code}\n\n${message(...places)}\n\n**What to do.** ${fix(...places)}\n\nHTTP status ${status}. The code is permanent; a problem answer carries it as \`code\`, and this page's address as \`type\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).\n`
}

/** Every code of the table with its status and sentence, as Markdown. */
export function errorIndex(): string {
  const rows = (Object.keys(ERRORS) as ErrorCode[]).map((code) => {
    const { status, message } = ERRORS[code] as unknown as Sentence
    return `| [${code}](${code}.md) | ${status} | ${message(...parametersOf(message).map((name) => `‹${name}›`))} |`
  })
  return `# Errors\n\nWritten by \`npm run docs -w @digione/shell-server\` from \`shared/contracts/src/errors.ts\`; a test fails where it is out of date.\n\n| code | status | what happened |\n|---|---|---|\n${rows.join('\n')}\n`
}

/** The address that a problem's `type` names. */
export function errorRoutes(): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/docs/errors/:code', (c) => {
    const code = c.req.param('code')
    if (!Object.hasOwn(ERRORS, code)) throw new DigiOneError('NOT_FOUND', 'such error code')
    return c.text(errorPage(code as ErrorCode), 200, { 'cache-control': 'public, max-age=3600' })
  })
  return app
}
