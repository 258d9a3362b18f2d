import type { Problem, VaultAnswer, VaultEvent } from '@digione/contracts'

// Captured while only the shell's own code has run: a module that patches these later sees no answer of another one's.
const { apply } = Reflect
const post = MessagePort.prototype.postMessage
const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get as () => unknown
const listen = EventTarget.prototype.addEventListener
const Pair = MessageChannel
/** In browsers a getter of the prototype, elsewhere a property of each pair. */
const portOf = (name: 'port1' | 'port2') => {
  const read = Object.getOwnPropertyDescriptor(Pair.prototype, name)?.get as (() => MessagePort) | undefined
  return (pair: MessageChannel) => (read ? apply(read, pair, []) : pair[name])
}
const [portOne, portTwo] = [portOf('port1'), portOf('port2')]

/** Two ports that belong together, made as the browser makes them. */
export function pairOfPorts(): readonly [MessagePort, MessagePort] {
  const pair = new Pair()
  return [portOne(pair), portTwo(pair)]
}

/** An error that the vault or the server tells of. Passes `isDigiOneError`. */
export class ProblemError extends Error {
  override readonly name = 'DigiOneError'
  readonly code: Problem['code']
  readonly status: number
  readonly fix: string
  readonly reference: string | null

  constructor(problem: Problem) {
    super(problem.detail)
    this.code = problem.code
    this.status = problem.status
    this.fix = problem.fix
    this.reference = problem.reference ?? null
  }
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** Asks over one port. `ask` posts a request under an id of its own and settles with the answer that repeats it. */
export interface Caller<Request> {
  ask(request: WithoutId<Request>, options?: { signal?: AbortSignal; transfer?: Transferable[] }): Promise<unknown>
  /** Sends without waiting for an answer. */
  tell(request: WithoutId<Request>, transfer?: Transferable[]): void
  close(): void
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever opens a port knows what the other end says on it
export function openCaller<Request extends { readonly id: number }, Told extends { readonly event: string } = VaultEvent>(
  port: MessagePort,
  onEvent: (event: Told) => void = () => {},
): Caller<Request> {
  let last = 0
  const waiting = new Map<number, Waiting>()

  function receive(event: Event) {
    const data = apply(dataOf, event, []) as VaultAnswer | Told
    if ('event' in data) return onEvent(data)
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.ok) asked?.resolve(data.value)
    else asked?.reject(new ProblemError(data.problem))
  }
  apply(listen, port, ['message', receive])
  port.start()

  return {
    async ask(request, { signal, transfer = [] } = {}) {
      signal?.throwIfAborted()
      const id = ++last
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
      const abort = () => {
        waiting.get(id)?.reject(signal?.reason)
        if (waiting.delete(id)) apply(post, port, [{ id: ++last, kind: 'abort', target: id }])
      }
      signal?.addEventListener('abort', abort, { once: true })
      apply(post, port, [{ ...request, id }, transfer])
      try {
        return await answer
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    tell: (request, transfer = []) => apply(post, port, [{ ...request, id: ++last }, transfer]),
    close: () => port.close(),
  }
}
