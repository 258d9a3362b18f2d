import { UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { CLIENT, ISSUER, PREFIX } from './client.ts'
import { keys } from './keys.ts'
import { silentNavigator } from './silent-frame.ts'

const { origin } = location

/** Tokens live in the tab and end with it. */
const tab = new WebStorageStateStore({ prefix: PREFIX, store: sessionStorage })
/** Log-ins on their way. The library throws out what it cannot read below this prefix, so nothing else may stand there. */
const begun = new WebStorageStateStore({ prefix: `${PREFIX}begun.`, store: sessionStorage })

export const manager = new UserManager(
  {
    authority: ISSUER,
    // The platform's own server: nothing to discover.
    metadata: { issuer: ISSUER, authorization_endpoint: `${ISSUER}/auth`, token_endpoint: `${ISSUER}/token` },
    client_id: CLIENT,
    redirect_uri: `${origin}/cb`,
    silent_redirect_uri: `${origin}/silent`,
    scope: 'openid',
    dpop: { store: keys, bind_authorization_code: true },
    userStore: tab,
    stateStore: begun,
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
  },
  undefined,
  undefined,
  silentNavigator,
)
