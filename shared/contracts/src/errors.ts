/** One entry of the table: what happened, and the way out. Both take the same arguments. */
interface ErrorEntry {
  /** HTTP status of the server's answer. */
  readonly status: number
  readonly message: (...args: never[]) => string
  readonly fix: (...args: never[]) => string
}

/**
 * Every error that DigiOne tells an administrator, an operator or a vendor of. Codes are permanent.
 *
 * People meet their own language's sentence in the shell, chosen by code; these are the sentences of logs, answers and docs.
 */
export const ERRORS = {
  INPUT_INVALID: {
    status: 400,
    message: (what: string, problems: string) => `${what} is not valid: ${problems}.`,
    fix: (_what: string, _problems: string) => 'Correct the named fields and send it again.',
  },
  NOT_SIGNED_IN: {
    status: 401,
    message: () => 'This address needs a log-in, and the request carried none that holds.',
    fix: () => 'Log in, or send a valid token.',
  },
  SESSION_EXPIRED: {
    status: 401,
    message: () => 'The log-in has ended.',
    fix: () => 'Log in again; unsaved work is kept.',
  },
  DPOP_INVALID: {
    status: 401,
    message: (why: string) => `The DPoP proof does not hold: ${why}.`,
    fix: (_why: string) => 'Make a fresh proof for this method and address with the key that the token is bound to.',
  },
  NOT_ALLOWED: {
    status: 403,
    message: (who: string, what: string) => `${who} may not ${what}.`,
    fix: (_who: string, _what: string) => 'Ask an administrator whose role covers it, or switch to the context that does.',
  },
  SCOPE_MISSING: {
    status: 403,
    message: (who: string, scope: string) => `${who} does not hold the scope "${scope}".`,
    fix: (_who: string, scope: string) => `Declare "${scope}" under "scopes" in digione.json and have the municipality approve it.`,
  },
  CONTEXT_NOT_YOURS: {
    status: 403,
    message: (context: string) => `The context ${context} is not one of this person's, or this log-in does not open it.`,
    fix: (_context: string) => 'Use one of the contexts of /api/me, or log in with the provider that opens it.',
  },
  MODULE_NOT_ON: {
    status: 403,
    message: (module: string) => `${module} is not on for this context.`,
    fix: (module: string) => `Have the municipality switch ${module} on for the school and role.`,
  },
  API_NOT_DECLARED: {
    status: 403,
    message: (module: string, api: string) => `${module} called "${api}", which its manifest does not declare.`,
    fix: (_module: string, api: string) => `Add "${api}" to "apis" in digione.json and publish the release again.`,
  },
  API_NOT_BOUND: {
    status: 409,
    message: (module: string, api: string, municipality: string) => `The API "${api}" of ${module} has no address in ${municipality}.`,
    fix: (_module: string, api: string, municipality: string) => `Bind "${api}" to an origin for ${municipality}.`,
  },
  NOT_FOUND: {
    status: 404,
    message: (what: string) => `There is no ${what}.`,
    fix: (_what: string) => 'Check the address or the identifier.',
  },
  CHANGED_MEANWHILE: {
    status: 409,
    message: (what: string) => `${what} was changed by somebody else meanwhile.`,
    fix: (_what: string) => 'Read it again, look at the difference, and decide anew.',
  },
  APPROVAL_NEEDED: {
    status: 409,
    message: (municipality: string) => `In ${municipality} a second person approves what is switched on and off.`,
    fix: (_municipality: string) => 'Plan the change, and send it to another administrator for approval.',
  },
  ACCEPTANCE_NEEDED: {
    status: 409,
    message: (module: string, municipality: string, what: string) => `${municipality} has not accepted what ${module} asks for: ${what}.`,
    fix: (module: string, _municipality: string, _what: string) => `Read what ${module} asks for and accept it, in the same request or before.`,
  },
  RELEASE_EXISTS: {
    status: 409,
    message: (module: string, version: string) => `${module} ${version} is in the registry already, with other contents.`,
    fix: (_module: string, _version: string) => 'Raise "version" in digione.json and publish again.',
  },
  RELEASE_REFUSED: {
    status: 422,
    message: (module: string, reasons: string) => `The release of ${module} was refused: ${reasons}.`,
    fix: (_module: string, _reasons: string) => 'Correct what is named and publish again.',
  },
  RELEASE_YANKED: {
    status: 410,
    message: (release: string, reason: string) => `${release} was withdrawn: ${reason}.`,
    fix: (_release: string, _reason: string) => 'Use another release; to bring the same contents back, publish them as a new version.',
  },
  HOST_API_TOO_NEW: {
    status: 422,
    message: (module: string, wanted: string, offered: string) => `${module} needs host interface ${wanted}; this platform has ${offered}.`,
    fix: (_module: string, _wanted: string, offered: string) => `Build it with an SDK for ${offered}, or wait for the platform's update.`,
  },
  TOO_LARGE: {
    status: 413,
    message: (what: string, maxBytes: number) => `${what} is larger than ${maxBytes} bytes.`,
    fix: (_what: string, _maxBytes: number) => 'Make it smaller or split it.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    message: (who: string, retryAfterS: number) => `${who} has sent too many requests; the next is taken in ${retryAfterS} s.`,
    fix: (_who: string, retryAfterS: number) => `Wait ${retryAfterS} s.`,
  },
  NOT_READY: {
    status: 503,
    message: (part: string) => `${part} does not answer.`,
    fix: (_part: string) => 'Try again in a moment; if it stays so, look at the part that is named.',
  },
  INTERNAL: {
    status: 500,
    message: (reference: string) => `Something went wrong here (${reference}).`,
    fix: (_reference: string) => 'Quote the reference to the operator.',
  },
  DATABASE_IN_USE: {
    status: 500,
    message: (folder: string) => `Another DigiOne already uses the data in ${folder}.`,
    fix: (_folder: string) => 'Stop the other one, or start this one with another DIGIONE_DATA folder.',
  },
  BACKUP_REFUSED: {
    status: 409,
    message: (why: string, remedy: string) => `${why}. ${remedy}.`,
    fix: (_why: string, _remedy: string) => 'Do that, then try it again.',
  },
  DATABASE_ROLE_MISSING: {
    status: 500,
    message: (role: string) => `The database has no role "${role}" that this user may take, so rows of municipalities would not be kept apart.`,
    fix: (role: string) => `As a database administrator run: CREATE ROLE ${role} NOLOGIN; GRANT ${role} TO <the user of DATABASE_URL>;`,
  },
  CONFIGURATION_INVALID: {
    status: 500,
    message: (name: string, why: string) => `The setting ${name} is not usable: ${why}.`,
    fix: (name: string, _why: string) => `Set ${name} as docs/operators describes.`,
  },
  MODULE_NOT_LOADED: {
    status: 500,
    message: (module: string, why: string) => `${module} could not be loaded: ${why}.`,
    fix: (_module: string, _why: string) => 'Try again; the rest of the platform goes on.',
  },
  MODULE_BLOCKED: {
    status: 500,
    message: (module: string, file: string) => `${file} of ${module} is not what its signed release holds; nothing of it was run.`,
    fix: (_module: string, _file: string) => 'Look at what lies between the registry and the browser; publish the release again if its files were damaged.',
  },
  MODULE_RESTS: {
    status: 503,
    message: (module: string) => `${module} failed several times in a row and is not tried for a while.`,
    fix: (_module: string) => 'Wait half a minute, or switch the module back to an earlier release.',
  },
  MODULE_TIMED_OUT: {
    status: 500,
    message: (module: string, phase: string, timeoutMs: number) => `${module} did not finish ${phase} within ${timeoutMs} ms.`,
    fix: (_module: string, phase: string, _timeoutMs: number) => `Resolve ${phase} as soon as there is something to show, and load the rest afterwards.`,
  },
  MODULE_FAILED: {
    status: 500,
    message: (module: string, phase: string) => `${module} threw in ${phase}.`,
    fix: (_module: string, _phase: string) => 'See the cause.',
  },
  INTENT_NOT_DECLARED: {
    status: 403,
    message: (module: string, name: string) => `${module} used "${name}", which its manifest does not declare.`,
    fix: (_module: string, name: string) => `Add "${name}" to "intents" (to emit) or "hears" (to hear) in digione.json.`,
  },
  TOKEN_INVALID: {
    status: 401,
    message: (why: string) => `The module token does not hold: ${why}.`,
    fix: (_why: string) => 'Send a token that the platform issued for this API less than 300 s ago.',
  },
  PLATFORM_UNREACHABLE: {
    status: 502,
    message: (address: string) => `The platform at ${address} does not answer as expected.`,
    fix: (_address: string) => 'Check the address and that the platform runs.',
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS
type Arguments<C extends ErrorCode> = Parameters<(typeof ERRORS)[C]['message']>

/** The docs page of an error, as a URI reference; the `type` of a problem. */
export const errorType = (code: ErrorCode) => `/docs/errors/${code}`

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  /** What to do about it. */
  readonly fix: string
  /** Quoted to support; the same in the log. */
  readonly reference?: string
  readonly instance?: string
}

/** An error of the table, with its arguments typed per code. */
export class DigiOneError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DigiOneError'
  readonly code: C
  readonly status: number
  readonly fix: string

  constructor(code: C, ...args: [...Arguments<C>, options?: { cause?: unknown }]) {
    const entry = ERRORS[code] as unknown as { status: number; message: (...args: unknown[]) => string; fix: (...args: unknown[]) => string }
    const last = args.at(-1)
    const isOptions = args.length > entry.message.length && typeof last === 'object' && last !== null
    const values = isOptions ? args.slice(0, -1) : args
    super(entry.message(...values), isOptions ? last : undefined)
    this.code = code
    this.status = entry.status
    this.fix = entry.fix(...values)
  }

  toProblem(reference?: string): Problem {
    return {
      type: errorType(this.code),
      title: this.code,
      status: this.status,
      code: this.code,
      detail: this.message,
      fix: this.fix,
      ...(reference === undefined ? {} : { reference }),
    }
  }
}

/** Whether something is an error of the table, wherever it was made: bundles may carry a copy of the class each. */
export function isDigiOneError(value: unknown): value is DigiOneError {
  return value instanceof Error && value.name === 'DigiOneError' && 'code' in value && String(value.code) in ERRORS
}
