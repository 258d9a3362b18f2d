import type { CarriedResponse, ChannelRequest, NamedRequest, TokenFacts, VaultEvent, VaultMe, VaultRequest } from '@digione/contracts'
import { carry, transferOf, uncarry } from './carried.ts'
import { openCaller, pairOfPorts } from './caller.ts'
import type { Caller } from './caller.ts'

/** The shell's side of the session vault. No token ever crosses: the vault performs the requests. */
export interface Vault {
  /** Who is logged in; `null` for nobody. `silent` tries the authorization server's own session. */
  me(silent: boolean): Promise<VaultMe>
  /** A request to the platform's own API. */
  platform(path: string, init?: RequestInit): Promise<Response>
  /** A channel for one mount, bound to a module and a context. @param address Of the page below the module's base; `null` where it is no page. */
  channel(module: string, contextId: string, address: string | null): Channel
  /** Has the tokens of a page at hand that is about to be mounted, and what it asks first under way. @param first What its manifest names. */
  prepare(module: string, apis: readonly string[], contextId: string, address: string, first: readonly NamedRequest[]): void
  /** Has the tokens of modules at hand that the person may open next. @param first What may be asked where nobody opens them. */
  expect(municipality: string, contextId: string, modules: readonly string[], first: readonly (NamedRequest & { readonly module: string })[]): void
  /** What the tokens at hand for modules are for. */
  tokens(): Promise<readonly TokenFacts[]>
  /** Has this tab ask for a release of a module in place of the one that is on, or no more. `me` tells what comes of it. */
  override(module: string, release: string | null): Promise<void>
  live(): Promise<void>
  active(): void
  /** @returns A function that stops hearing. */
  hear(run: (event: VaultEvent) => void): () => void
}

/** What one mount may ask for: requests to its own APIs, files behind them, its drafts. */
export interface Channel {
  fetch(api: string, path: string, init?: RequestInit, signal?: AbortSignal): Promise<Response>
  fileUrl(api: string, path: string): Promise<string>
  draft: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void>; delete(key: string): Promise<void> }
  close(): void
}

function openChannel(port: MessagePort): Channel {
  const caller: Caller<ChannelRequest> = openCaller<ChannelRequest>(port)
  return {
    async fetch(api, path, init, signal) {
      const request = await carry(path, init)
      return uncarry((await caller.ask({ kind: 'fetch', api, request }, { signal, transfer: transferOf(request) })) as CarriedResponse)
    },
    async fileUrl(api, path) {
      return (await caller.ask({ kind: 'file-url', api, path })) as string
    },
    draft: {
      get: async (key) => ((await caller.ask({ kind: 'draft-get', key })) ?? null) as string | null,
      set: async (key, value) => void (await caller.ask({ kind: 'draft-set', key, value })),
      delete: async (key) => void (await caller.ask({ kind: 'draft-delete', key })),
    },
    close: () => caller.close(),
  }
}

export function openVault(port: MessagePort): Vault {
  const hearers = new Set<(event: VaultEvent) => void>()
  const caller = openCaller<VaultRequest>(port, (event) => hearers.forEach((run) => run(event)))
  return {
    me: async (silent) => (await caller.ask({ kind: 'me', silent })) as VaultMe,
    async platform(path, init) {
      const request = await carry(path, init)
      return uncarry((await caller.ask({ kind: 'platform', request }, { signal: init?.signal ?? undefined, transfer: transferOf(request) })) as CarriedResponse)
    },
    channel(module, context, address) {
      // The mount's first request follows at once, without waiting for the vault to say that the channel is open.
      const [mine, theirs] = pairOfPorts()
      caller.tell({ kind: 'channel', module, context, address, port: theirs }, [theirs])
      return openChannel(mine)
    },
    prepare: (module, apis, context, address, first) => caller.tell({ kind: 'prepare', module, apis, context, address, first }),
    expect: (municipality, context, modules, first) => caller.tell({ kind: 'expect', municipality, context, modules, first }),
    tokens: async () => (await caller.ask({ kind: 'tokens' })) as readonly TokenFacts[],
    override: async (module, release) => void (await caller.ask({ kind: 'override', module, release })),
    live: async () => void (await caller.ask({ kind: 'live' })),
    active: () => caller.tell({ kind: 'active' }),
    hear(run) {
      hearers.add(run)
      return () => hearers.delete(run)
    },
  }
}

const PORT = Symbol.for('digione.port')

/** Takes the port that the boot script waits for, and removes every trace of it from the realm. */
export async function takeVault(): Promise<Vault> {
  const waiting = Reflect.get(globalThis, PORT) as Promise<MessagePort> | undefined
  Reflect.deleteProperty(globalThis, PORT)
  if (!waiting) throw new Error('The document has no boot script.')
  return openVault(await waiting)
}
