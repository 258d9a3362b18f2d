import type { CarriedRequest, CarriedResponse, ChannelRequest, VaultAnswer, VaultRequest } from '@digione/contracts'

interface Setup {
  readonly api: (request: Request) => Response | Promise<Response>
  readonly draftsFor: string
  readonly kept: Map<string, string>
}

/** The vault's side of the port for tests: answers as contracts/src/vault.ts says, out of a function instead of the network. */
export function vaultEnd(port: MessagePort, setup: Setup) {
  port.addEventListener('message', ({ data }: MessageEvent<VaultRequest>) => {
    if (data.kind !== 'channel') return
    serve(data.port as MessagePort, setup)
    port.postMessage({ id: data.id, ok: true, value: null } satisfies VaultAnswer)
  })
  port.start()
}

function serve(port: MessagePort, { api, draftsFor, kept }: Setup) {
  const running = new Map<number, AbortController>()
  const answer = (id: number, value: unknown, transfer: Transferable[] = []) => port.postMessage({ id, ok: true, value } satisfies VaultAnswer, transfer)
  port.addEventListener('message', ({ data }: MessageEvent<ChannelRequest>) => {
    if (data.kind === 'fetch') void perform(data.id, data.request)
    else if (data.kind === 'file-url') answer(data.id, `https://files.example.org${data.path}`)
    else if (data.kind === 'draft-get') answer(data.id, kept.get(`${draftsFor} ${data.key}`) ?? null)
    else if (data.kind === 'draft-set') answer(data.id, void kept.set(`${draftsFor} ${data.key}`, data.value))
    else if (data.kind !== 'abort') answer(data.id, void kept.delete(`${draftsFor} ${data.key}`))
    else running.get(data.target)?.abort()
  })
  port.start()

  async function perform(id: number, { path, method, headers, body }: CarriedRequest) {
    const life = new AbortController()
    running.set(id, life)
    const response = await api(
      new Request(`https://backend.example.org${path}`, { method, headers: headers.map(([name, value]) => [name, value]), body, signal: life.signal }),
    )
    if (life.signal.aborted) return
    const carried: CarriedResponse = { status: response.status, statusText: response.statusText, headers: [...response.headers], body: response.body }
    answer(id, carried, response.body ? [response.body] : [])
  }
}
