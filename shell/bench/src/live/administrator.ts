import { z } from 'zod'
import type { Person } from '../monday/play/person.ts'

const State = z.object({ version: z.number() })

/** A change that was acknowledged. */
export interface Change {
  /** When the request that was acknowledged went out, and when its answer came: milliseconds of this process's clock. */
  readonly askedAt: number
  readonly answeredAt: number
  readonly version: number
  readonly on: boolean
}

/** The module that is switched to and fro, which nothing else in the bench needs. */
export const MODULE = 'library'

/** A municipality's administrator, who switches a module to and fro, and tries again what was not acknowledged. */
export async function administrator(person: Person, municipality: string) {
  const [context] = (await person.me()).filter(({ role, municipality: of }) => role === 'municipal-admin' && of === municipality)
  if (!context) throw new Error('The administrator administers nothing.')
  let failures = 0

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const { access_token: token, base } = await person.tokenFor('console', context?.id ?? '', 'platform')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${base}/municipalities/${municipality}/${path}`, { ...init, headers, signal: AbortSignal.timeout(5000) })
    if (answer.status === 401) person.forgetTokens()
    return answer
  }

  /** @returns The change, once it has been acknowledged. */
  async function change(on: boolean): Promise<Change> {
    for (;;) {
      try {
        const seen = await ask('modules')
        if (!seen.ok) throw new Error(await seen.text())
        const { version } = State.parse(await seen.json())
        const askedAt = performance.now()
        const answer = await ask('switches', { method: 'PUT', body: JSON.stringify({ module: MODULE, school: null, role: null, on, version }) })
        if (!answer.ok) throw new Error(await answer.text())
        return { askedAt, answeredAt: performance.now(), version: State.parse(await answer.json()).version, on }
      } catch {
        // The server or the database is away, or the token has ended: what was not acknowledged is tried again.
        failures += 1
        await person.logIn().catch(() => {})
        person.forgetTokens()
        await new Promise((tell) => setTimeout(tell, 200))
      }
    }
  }
  return {
    change,
    /** How many attempts were not acknowledged. */
    get failures() {
      return failures
    },
  }
}
