import { purgeDrafts } from './drafts.ts'
import { firstRequests } from './first-requests.ts'
import { keptUser } from './kept-user.ts'
import type { KeptUser } from './kept-user.ts'
import { overrides } from './overrides.ts'
import { refused } from './problem.ts'
import type { Renewed } from './renewal.ts'
import { snapshot } from './snapshot.ts'

/** A token is renewed this long before it expires. */
const AHEAD_S = 30
/** Whose drafts this tab holds; outlives an expired log-in, not a log-out. */
const PERSON = 'digione.person'

let renewing: Promise<KeptUser | null> | null = null

const isFresh = (user: KeptUser | null) => user !== null && (user.expires_at ?? 0) - Date.now() / 1000 > AHEAD_S

/** What goes with a log-in, whosever comes next. */
function dropKept(): void {
  snapshot.drop()
  firstRequests.drop()
  overrides.drop()
}

/** Remembers who is logged in. Another person's drafts go at once. @returns Whether it is the same person as before, or the first. */
export function remember(person: string): boolean {
  const before = sessionStorage.getItem(PERSON)
  if (before !== null && before !== person) {
    purgeDrafts()
    dropKept()
  }
  sessionStorage.setItem(PERSON, person)
  return before === null || before === person
}
export const rememberedPerson = () => sessionStorage.getItem(PERSON)

type Renew = (silent: boolean) => Promise<Renewed>
let loadRenewal: (() => Promise<Renew>) | null = null

/** Says where what renews a log-in comes from. A page that somebody passes through has none. */
export function provideRenewal(load: () => Promise<Renew>): void {
  loadRenewal = load
}

async function renewOnce(silent: boolean): Promise<KeptUser | null> {
  // Another caller of this tab may have renewed while this one waited for the lock.
  if (isFresh(keptUser.get())) return keptUser.get()
  const renew = await loadRenewal?.().catch(() => {
    throw refused('PLATFORM_UNREACHABLE')
  })
  if ((await renew?.(silent)) === 'unreachable') throw refused('PLATFORM_UNREACHABLE')
  return isFresh(keptUser.get()) ? keptUser.get() : null
}

/** This tab's tokens, renewed where they are due: one renewal at a time, also among tabs. `null`: nobody is logged in. */
export async function currentUser(silent: boolean): Promise<KeptUser | null> {
  const user = keptUser.get()
  if (isFresh(user)) return user
  if (!user && !silent) return null
  renewing ??= navigator.locks.request('digione.renewal', () => renewOnce(silent)).finally(() => (renewing = null))
  const renewed = await renewing
  if (renewed) remember(renewed.profile.sub)
  return renewed
}

/** The server refused a token that this tab held for good. */
export async function renewRefused(): Promise<KeptUser | null> {
  keptUser.expire()
  return currentUser(true)
}

/** Forgets the log-in in this tab. @param keepsDrafts For the same person to find after an expiry. */
export async function forget(keepsDrafts: boolean): Promise<void> {
  dropKept()
  keptUser.drop()
  if (keepsDrafts) return
  purgeDrafts()
  sessionStorage.removeItem(PERSON)
}
