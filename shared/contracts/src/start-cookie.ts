import type { StartHint } from './start.ts'

/** Name of the cookie that hints what a page will need, readable by the shell, set for the shell's host. Never a person or a learner. */
export const START_COOKIE = 'digione_start'

/** The cookie's value: base64url of the hint's JSON. */
export const encodeStartHint = (hint: StartHint) => btoa(JSON.stringify(hint)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** What the cookie's value holds, whatever that is. @throws {Error} where it is not base64url of JSON. */
export const openStartHint = (value: string): unknown => JSON.parse(atob(value.replaceAll('-', '+').replaceAll('_', '/')))
