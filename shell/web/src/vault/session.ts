import { ErrorResponse } from 'oidc-client-ts'
import type { User } from 'oidc-client-ts'
import { dropKeys, manager } from './manager.ts'
import { purgeDrafts } from './drafts.ts'
import { refused } from './problem.ts'

/** A token is renewed this long before it expires. */
const AHEAD_S = 30
/** Whose drafts this tab holds; outlives an expired log-in, not a log-out. */
const PERSON = 'digione.person'

let renewing: Promise<User | null> | null = null

const isFresh = (user: User | null) => user !== null && (user.expires_in ?? 0) > AHEAD_S

/** Remembers who is logged in. Another person's drafts go at once. @returns Whether it is the same person as before, or the first. */
export function remember(person: string): boolean {
  const before = sessionStorage.getItem(PERSON)
  if (before !== null && before !== person) purgeDrafts()
  sessionStorage.setItem(PERSON, person)
  return before === null || before === person
}
export const rememberedPerson = () => sessionStorage.getItem(PERSON)

async function renewOnce(silent: boolean): Promise<User | null> {
  const user = await manager.getUser()
  // Another caller of this tab may have renewed while this one waited for the lock.
  if (isFresh(user)) return user
  if (user?.refresh_token) {
    try {
      return await manager.signinSilent()
    } catch (error) {
      if (!(error instanceof ErrorResponse)) throw refused('PLATFORM_UNREACHABLE')
      // Used up, as in a tab that the browser duplicated: the authorization server's own session decides.
      await manager.removeUser()
    }
  }
  if (!silent) return null
  try {
    return await manager.signinSilent({ forceIframeAuth: true })
  } catch (error) {
    if (error instanceof ErrorResponse) return null
    throw refused('PLATFORM_UNREACHABLE')
  }
}

/** This tab's tokens, renewed where they are due: one renewal at a time, also among tabs. `null`: nobody is logged in. */
export async function currentUser(silent: boolean): Promise<User | null> {
  const user = await manager.getUser()
  if (isFresh(user)) return user
  if (!user && !silent) return null
  renewing ??= navigator.locks.request('digione.renewal', () => renewOnce(silent)).finally(() => (renewing = null))
  const renewed = await renewing
  if (renewed) remember(renewed.profile.sub)
  return renewed
}

/** The server refused a token that this tab held for good. */
export async function renewRefused(): Promise<User | null> {
  const user = await manager.getUser()
  if (user) {
    user.expires_in = 0
    await manager.storeUser(user)
  }
  return currentUser(true)
}

/** Forgets the log-in in this tab. @param keepsDrafts For the same person to find after an expiry. */
export async function forget(keepsDrafts: boolean): Promise<void> {
  await manager.removeUser()
  if (keepsDrafts) return
  purgeDrafts()
  sessionStorage.removeItem(PERSON)
  await dropKeys()
}
