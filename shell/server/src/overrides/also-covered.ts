import { createHmac, timingSafeEqual } from 'node:crypto'
import { MOST_OVERRIDES, ReleaseId } from '@digione/contracts'
import type { Secrets } from '../config.ts'

/** Names releases that the shell's documents cover besides those that are on. Read and written by the server alone. */
export const ALSO_COOKIE = 'digione_also'

export interface AlsoCovered {
  /** The releases that a cookie names; none where the platform did not write it. */
  read(cookie: string | undefined): string[]
  /** Sets the cookie until the browser closes or somebody logs out. */
  set(releases: readonly string[]): string
  /** Ends it. */
  end(): string
}

/**
 * A document is made before anybody knows whose it is. So that it covers a release that one tab asked for, whoever was admitted to
 * it leaves its name here, under the platform's own hand: nothing but that name, and it decides nothing but what a document covers.
 */
export function createAlsoCovered({ keyHash }: Pick<Secrets, 'keyHash'>, shell: string): AlsoCovered {
  const { hostname, protocol } = new URL(shell)
  const attributes = `Domain=${hostname}; Path=/; HttpOnly; SameSite=Lax${protocol === 'https:' ? '; Secure' : ''}`
  const sign = (names: string) => createHmac('sha256', Buffer.from(keyHash, 'base64')).update(`also covered\n${names}`).digest()
  return {
    read(cookie = '') {
      const [names = '', signature = ''] = cookie.split('~')
      const [mine, theirs] = [sign(names), Buffer.from(signature, 'base64url')]
      if (theirs.length !== mine.length || !timingSafeEqual(mine, theirs)) return []
      return names.split('+').filter((name) => ReleaseId.safeParse(name).success)
    },
    set(releases) {
      const names = releases.slice(0, MOST_OVERRIDES).join('+')
      return `${ALSO_COOKIE}=${names}~${sign(names).toString('base64url')}; ${attributes}`
    },
    end: () => `${ALSO_COOKIE}=; ${attributes}; Expires=Thu, 01 Jan 1970 00:00:00 GMT`,
  }
}
