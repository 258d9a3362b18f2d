import type { ErrorCode, Problem } from '@digione/contracts'

// The table of errors stays out of the vault's few kilobytes: these are the ones that arise in it.
const OWN = {
  SESSION_EXPIRED: [401, 'The log-in has ended.', 'Log in again; unsaved work is kept.'],
  NOT_SIGNED_IN: [401, 'Nobody is logged in.', 'Log in.'],
  NOT_ALLOWED: [403, 'The shell may not ask for this address.', 'Ask for one that the vault lists.'],
  TOO_LARGE: [413, 'The file is too large for an address.', 'Fetch it and show it in parts.'],
  NOT_READY: [503, 'The address behind this API does not answer.', 'Try again in a moment.'],
  PLATFORM_UNREACHABLE: [502, 'The platform does not answer.', 'Check the connection and try again.'],
} as const satisfies Partial<Record<ErrorCode, readonly [number, string, string]>>

/** An error with a problem to hand on. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

export function refused(code: keyof typeof OWN): Refused {
  const [status, detail, fix] = OWN[code]
  return new Refused({ type: `/docs/errors/${code}`, title: code, status, code, detail, fix })
}

const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value && 'detail' in value

/** The problem that an answer of the platform tells of. */
export async function problemOf(response: Response): Promise<Refused> {
  const told: unknown = await response.json().catch(() => null)
  return isProblem(told) ? new Refused(told) : refused(response.status === 401 ? 'SESSION_EXPIRED' : 'PLATFORM_UNREACHABLE')
}
