import type { DPoPState } from 'oidc-client-ts'
import { CLIENT } from './client.ts'

const DATABASE = 'digione.vault'
const STORE = 'keys'

const settled = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The browser keeps no keys.')))
  })

/** One request to the database, which is closed again: a log-out in another tab must be able to clear it. */
async function withStore<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE)
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE))
  const database = await settled(opening)
  try {
    return await settled(run(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

/**
 * This browser's key for proofs; no script can read it out. Every tab's tokens are bound to the same one.
 *
 * The library's own store leaves its connections open, and with it a tab whose log-in expired would take the key from all.
 */
export const keys = {
  set: async (key: string, value: DPoPState) => void (await withStore('readwrite', (store) => store.put(value, key))),
  find: (key: string) => withStore<DPoPState | undefined>('readonly', (store) => store.get(key) as IDBRequest<DPoPState | undefined>),
  // The library asks for what `getAllKeys` named.
  get: async (key: string) => (await keys.find(key)) as DPoPState,
  getAllKeys: async () => (await withStore('readonly', (store) => store.getAllKeys())).map(String),
  /** Asked for whenever one tab forgets its tokens: the key stays. */
  remove: (key: string) => keys.get(key),
}

/** The key itself; `null` where this browser has none. */
export const browserKeys = async () => (await keys.find(CLIENT))?.keys ?? null

/** Forgets the key, at log-out: whatever was bound to it is worthless then. */
export const dropKeys = () =>
  withStore('readwrite', (store) => store.clear()).then(
    () => {},
    () => {},
  )
