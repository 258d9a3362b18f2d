import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Entry {
  readonly payload: AdapterPayload
  readonly expiresAt: number
}

/** Keeps a provider's sessions and tokens in this process, each until it expires. */
export function memoryStore(): { adapter(kind: string): Adapter; clear(): void; sweep(): void } {
  const entries = new Map<string, Entry>()
  const live = (key: string) => {
    const entry = entries.get(key)
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined
  }
  function adapter(kind: string): Adapter {
    const key = (id: string) => `${kind}:${id}`
    return {
      async upsert(id, payload, expiresIn) {
        entries.set(key(id), { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Infinity })
      },
      find: async (id) => live(key(id)),
      async findByUid(uid) {
        return [...entries.values()].find((entry) => entry.payload.uid === uid && entry.payload.kind === kind && entry.expiresAt > Date.now())?.payload
      },
      async findByUserCode() {},
      async consume(id) {
        const payload = live(key(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        entries.delete(key(id))
      },
      async revokeByGrantId(grantId) {
        for (const [id, entry] of entries) if (entry.payload.grantId === grantId) entries.delete(id)
      },
    }
  }
  return {
    adapter,
    clear: () => entries.clear(),
    sweep() {
      for (const [id, entry] of entries) if (entry.expiresAt <= Date.now()) entries.delete(id)
    },
  }
}
