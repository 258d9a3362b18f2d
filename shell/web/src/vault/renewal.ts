// A file of its own, fetched when a log-in is due or has to be renewed: most starts have a valid token and need none of it.
import { ErrorResponse } from 'oidc-client-ts'
import { manager } from './manager.ts'

/** `renewed`: the tab keeps a fresh token now. */
export type Renewed = 'renewed' | 'nobody' | 'unreachable'

/** Renews this tab's token. @param silent Whether the authorization server's own session may be asked where there is nothing to renew. */
export async function renew(silent: boolean): Promise<Renewed> {
  const user = await manager.getUser()
  if (user?.refresh_token) {
    try {
      await manager.signinSilent()
      return 'renewed'
    } catch (error) {
      if (!(error instanceof ErrorResponse)) return 'unreachable'
      // Used up, as in a tab that the browser duplicated: the authorization server's own session decides.
      await manager.removeUser()
    }
  }
  if (!silent) return 'nobody'
  try {
    await manager.signinSilent({ forceIframeAuth: true })
    return 'renewed'
  } catch (error) {
    return error instanceof ErrorResponse ? 'nobody' : 'unreachable'
  }
}
