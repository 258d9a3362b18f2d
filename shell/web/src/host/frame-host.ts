import { DigiOneError, isDigiOneError } from '@digione/contracts'
import type { CarriedResponse, Guard, Host, Problem, VaultAnswer } from '@digione/contracts'
import { ProblemError } from '../session/caller.ts'
import type { Channel } from '../session/vault.ts'
import { budget } from './budget.ts'
import { readFrameMessage } from './frame-messages.ts'
import type { FrameRequest } from './frame-messages.ts'
import type { FrameEvent } from './frame-port.ts'

/** Messages that one frame may send: far above what a page does, far below what would hold up the shell. */
const MESSAGES_BURST = 3000
const MESSAGES_PER_S = 500
/** Requests of one frame that may be open at a time. */
const MOST_OPEN = 300
const MOST_GUARDS = 50
/** How long a frame may take to say whether it has unsaved work; then what it said last counts. */
const FRESH_WITHIN_MS = 400
/** How long a frame may take to save, so that the person is never held by one that hangs. */
const SAVE_WITHIN_MS = 15_000

/** A guard of a frame: what is known of it may be a moment old, and can be asked anew. */
export interface FrameGuard extends Guard {
  fresh(): Promise<void>
}

/** What of a frame's messages is not a wish to its host. */
export type FrameSign = Extract<FrameRequest, { kind: 'loaded' | 'mounted' | 'unmounted' | 'failed' | 'size' | 'link' | 'active' | 'key' | 'trapped' | 'pong' }>

export interface FrameSetup {
  readonly port: MessagePort
  /** Hears of the frame's life. */
  sign(sign: FrameSign): void
  /** Told where a frame sends more than anybody needs. Its port is closed then. */
  flooded(): void
}

/** What a frame's wishes are carried out by, once it is mounted. */
export interface Served {
  readonly host: Host
  /** The mount's own, whose drafts are kept as text. */
  readonly channel: Channel
  readonly hears: readonly string[]
  guard(guard: FrameGuard): () => void
}

/** The shell's end of a frame's port. */
export interface FrameEnd {
  tell(event: FrameEvent): void
  /** From now on the frame's wishes are carried out; before, none is. */
  serve(served: Served): void
  close(): void
}

const isSign = (message: FrameRequest): message is FrameSign =>
  ['loaded', 'mounted', 'unmounted', 'failed', 'size', 'link', 'active', 'key', 'trapped', 'pong'].includes(message.kind)

const fromJson = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError)
    return { type: `/docs/errors/${error.code}`, title: error.code, status: error.status, code: error.code, detail: error.message, fix: error.fix }
  if (isDigiOneError(error)) return error.toProblem()
  return new DigiOneError('PLATFORM_UNREACHABLE', 'this address').toProblem()
}

/**
 * Opens the shell's end of a frame's port.
 *
 * Every message is checked for its form and size; what is none of the platform's is dropped and reported.
 */
export function openFrameEnd({ port, sign, flooded }: FrameSetup): FrameEnd {
  const messages = budget(MESSAGES_BURST, MESSAGES_PER_S)
  const open = new Map<number, AbortController>()
  let served: Served | null = null
  let wishes: ReturnType<typeof wishesOf> | null = null
  const tell = (event: FrameEvent) => port.postMessage(event)

  function receive({ data }: MessageEvent<unknown>) {
    if (!messages.take()) {
      port.close()
      return flooded()
    }
    const message = readFrameMessage(data)
    if (!message) return served?.host.report(new Error('A frame sent something that is none of the platform’s messages.'))
    if (isSign(message)) return sign(message)
    if (message.kind === 'abort') return open.get(message.target)?.abort()
    if (!served || !wishes) return
    try {
      if (isTold(message)) return wishes.told(message)
    } catch (error) {
      return served.host.report(error)
    }
    void answer(message, wishes.asked)
  }

  async function answer(message: AskedMessage, run: (message: AskedMessage, signal: AbortSignal) => Promise<Given>) {
    const { id } = message
    const controller = new AbortController()
    const reply = (told: VaultAnswer, transfer: Transferable[] = []) => {
      if (!controller.signal.aborted) port.postMessage(told, transfer)
    }
    if (open.size >= MOST_OPEN) return reply({ id, ok: false, problem: new DigiOneError('TOO_MANY_REQUESTS', 'The frame', 1).toProblem() })
    open.set(id, controller)
    try {
      const { value, transfer } = await run(message, controller.signal)
      reply({ id, ok: true, value }, transfer)
    } catch (error) {
      reply({ id, ok: false, problem: problemOf(error) })
    } finally {
      open.delete(id)
    }
  }

  port.addEventListener('message', receive)
  port.start()
  return {
    tell,
    serve(given) {
      served = given
      wishes = wishesOf(given, tell)
    },
    close() {
      for (const controller of open.values()) controller.abort()
      port.close()
    },
  }
}

interface Given {
  readonly value: unknown
  readonly transfer?: Transferable[]
}

type AskedMessage = Extract<FrameRequest, { kind: 'fetch' | 'file-url' | 'draft-get' | 'draft-set' | 'draft-delete' | 'open' | 'confirm' }>
type ToldMessage = Exclude<FrameRequest, AskedMessage | FrameSign | { kind: 'abort' }>

const ASKED = ['fetch', 'file-url', 'draft-get', 'draft-set', 'draft-delete', 'open', 'confirm']
const isTold = (message: Exclude<FrameRequest, FrameSign | { kind: 'abort' }>): message is ToldMessage => !ASKED.includes(message.kind)

/** Carries out what a frame wishes, by the host of its mount: a frame can do nothing that a page could not. */
function wishesOf({ host, channel, hears, guard: holdGuard }: Served, tell: (event: FrameEvent) => void) {
  const guards = guardsOf(tell, holdGuard)
  for (const name of hears) host.on(name, (heard) => tell({ event: 'heard', heard }))

  async function fetchFor({ api, keepalive, request }: Extract<AskedMessage, { kind: 'fetch' }>, signal: AbortSignal): Promise<Given> {
    const { path, method, headers, body } = request
    const streams = body instanceof ReadableStream ? { duplex: 'half' as const } : {}
    const response = await host.fetch(`${api}:${path}`, { method, headers, body, signal, keepalive, ...streams })
    const { status, statusText } = response
    const value: CarriedResponse = { status, statusText, headers: [...response.headers], body: response.body }
    return { value, transfer: response.body ? [response.body] : [] }
  }

  return {
    async asked(message: AskedMessage, signal: AbortSignal): Promise<Given> {
      switch (message.kind) {
        case 'fetch':
          return fetchFor(message, signal)
        case 'file-url':
          return { value: await host.fileUrl(`${message.api}:${message.path}`) }
        case 'draft-get':
          return { value: await channel.draft.get(message.key) }
        case 'draft-set':
          return { value: await channel.draft.set(message.key, message.value) }
        case 'draft-delete':
          return { value: await channel.draft.delete(message.key) }
        case 'open':
          return { value: await host.open(message.path, { as: message.as }) }
        case 'confirm':
        default:
          return { value: await host.confirm(message.question) }
      }
    },
    told(message: ToldMessage): void {
      switch (message.kind) {
        case 'go':
          return host.go(message.address, { replace: message.replace, state: fromJson(message.state) })
        case 'step':
          return host.go(message.by)
        case 'close':
          return host.close(fromJson(message.result))
        case 'title':
          return host.title(message.text)
        case 'notify': {
          const { text, tone, action } = message
          return host.notify({ text, tone, ...(action ? { action: { label: action.label, run: () => tell({ event: 'act', action: action.run }) } } : {}) })
        }
        case 'report':
          return host.report({ vital: message.vital, value: message.value })
        case 'report-error':
          return host.report(Object.assign(new Error(message.message), { name: message.name, ...(message.code ? { code: message.code } : {}) }))
        case 'emit':
          return host.emit(message.intent, payloadOf(message.payload))
        case 'guard':
          return guards.hold(message.guard, message.isDirty)
        case 'unguard':
          return guards.release(message.guard)
        case 'dirty':
          return guards.told(message.call, message.guards)
        case 'saved':
          return guards.saved(message.call, message.ok)
      }
    },
  }
}

function payloadOf(text: string): Readonly<Record<string, unknown>> {
  const payload: unknown = JSON.parse(text)
  return typeof payload === 'object' && payload !== null ? { ...payload } : {}
}

/** The guards that a frame holds, of which the shell knows what it was told last. */
function guardsOf(tell: (event: FrameEvent) => void, holdGuard: Served['guard']) {
  const held = new Map<number, { isDirty: boolean; readonly release: () => void }>()
  const waiting = new Map<number, (ok: boolean) => void>()
  let calls = 0
  const call = (ask: (call: number) => FrameEvent, withinMs: number) =>
    new Promise<boolean>((resolve) => {
      const mine = ++calls
      const settle = (ok: boolean) => {
        waiting.delete(mine)
        resolve(ok)
      }
      waiting.set(mine, settle)
      setTimeout(settle, withinMs, false)
      tell(ask(mine))
    })
  return {
    hold(key: number, isDirty: boolean) {
      if (held.has(key) || held.size >= MOST_GUARDS) return
      const release = holdGuard({
        isDirty: () => held.get(key)?.isDirty ?? false,
        async save() {
          if (!(await call((mine) => ({ event: 'save', guard: key, call: mine }), SAVE_WITHIN_MS))) throw new Error('The frame could not save.')
        },
        fresh: async () => void (await call((mine) => ({ event: 'ask-dirty', call: mine }), FRESH_WITHIN_MS)),
      })
      held.set(key, { isDirty, release })
    },
    release(key: number) {
      held.get(key)?.release()
      held.delete(key)
    },
    told(answers: number | null, guards: readonly (readonly [number, boolean])[]) {
      for (const [key, isDirty] of guards) {
        const guard = held.get(key)
        if (guard) guard.isDirty = isDirty
      }
      if (answers !== null) waiting.get(answers)?.(true)
    },
    saved: (answers: number, ok: boolean) => waiting.get(answers)?.(ok),
  }
}
