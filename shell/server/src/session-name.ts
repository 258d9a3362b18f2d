import { createHash } from 'node:crypto'

/** What a browser may know a log-in by: it tells one from the next, and opens nothing. @param id The session's own. */
export const sessionName = (id: string) => createHash('sha256').update(id).digest('base64url').slice(0, 16)
