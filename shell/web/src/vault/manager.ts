import { IndexedDbDPoPStore, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { silentNavigator } from './silent-frame.ts'

const CLIENT = 'digione-shell'
const origin = location.origin
const issuer = `${origin}/oidc`

/** Holds this browser's key, which no script can read out. Tokens are bound to it. */
const keys = new IndexedDbDPoPStore()

/** Tokens live in the tab and end with it. */
const tab = new WebStorageStateStore({ prefix: 'digione.', store: sessionStorage })

export const manager = new UserManager(
  {
    authority: issuer,
    // The platform's own server: nothing to discover.
    metadata: { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
    client_id: CLIENT,
    redirect_uri: `${origin}/cb`,
    silent_redirect_uri: `${origin}/silent`,
    scope: 'openid',
    dpop: { store: keys, bind_authorization_code: true },
    userStore: tab,
    stateStore: tab,
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
  },
  undefined,
  undefined,
  silentNavigator,
)

export const browserKeys = async () => (await keys.get(CLIENT))?.keys ?? null

/** Forgets the key: whatever was bound to it is worthless then. */
export const dropKeys = () =>
  keys.remove(CLIENT).then(
    () => {},
    () => {},
  )
