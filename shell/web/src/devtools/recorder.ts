import { DigiOneError } from '@digione/contracts'
import type { HeardEvent } from '@digione/contracts'
import { create } from 'zustand'
import type { Placement } from '../loader/placement.ts'
import { hooks } from './hooks.ts'

/** One request of a module's, as the shell saw it. */
export interface SeenRequest {
  readonly id: number
  readonly module: string
  readonly context: string
  readonly api: string
  readonly method: string
  /** The path alone: what a query asks for may be somebody's. */
  readonly path: string
  /** Since the document began, in ms. */
  readonly at: number
  /** `null` while it is on its way. */
  readonly tookMs: number | null
  /** The answer's status, or the error's name where there was none. */
  readonly outcome: number | string | null
}

/** An event or an intent, without what it says: that may be somebody's. */
export interface SeenEvent {
  readonly id: number
  readonly name: string
  readonly at: number
  /** Whose event it is; `null` for an intent, which any module of the context may hear. */
  readonly module: string | null
  /** The names of what it carries. */
  readonly fields: readonly string[]
}

export type Failing = 'no' | 'unavailable' | 'unreachable' | 'forbidden'

export interface Simulated {
  /** How long each request waits before it is sent, in ms. */
  readonly delayMs: number
  readonly failing: Failing
  /** The module whose requests these are; `null` for all. */
  readonly module: string | null
}

interface Recorded {
  readonly requests: readonly SeenRequest[]
  readonly events: readonly SeenEvent[]
  readonly simulated: Simulated
}

export const UNTOUCHED: Simulated = { delayMs: 0, failing: 'no', module: null }
/** So much is kept of each list. */
const MOST = 200

export const useRecorder = create<Recorded>(() => ({ requests: [], events: [], simulated: UNTOUCHED }))

let last = 0

function began(of: Omit<SeenRequest, 'id' | 'at' | 'tookMs' | 'outcome'>): (outcome: number | string) => void {
  const request: SeenRequest = { ...of, id: ++last, at: performance.now(), tookMs: null, outcome: null }
  useRecorder.setState(({ requests }) => ({ requests: [...requests, request].slice(-MOST) }))
  return (outcome) => {
    const ended = { ...request, tookMs: performance.now() - request.at, outcome }
    useRecorder.setState(({ requests }) => ({ requests: requests.map((one) => (one.id === request.id ? ended : one)) }))
  }
}

const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

/** Who is said to have failed, so that nobody looks for it in a backend. */
const SIMULATED = 'The developer’s tools'

function failed(failing: Exclude<Failing, 'no'>): Response {
  const unready = new DigiOneError('NOT_READY', SIMULATED)
  if (failing === 'unreachable') throw unready
  const problem = (failing === 'forbidden' ? new DigiOneError('NOT_ALLOWED', SIMULATED, 'do this') : unready).toProblem()
  return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json' } })
}

const isMeant = ({ module }: Simulated, { target }: Placement) => module === null || module === target.release.module

hooks.tools = {
  async send(placement, on, api, path, init, signal) {
    const { release, context } = placement.target
    const ended = began({ module: release.module, context: context.id, api, method: init?.method ?? 'GET', path: path.replace(/[?#].*$/s, '') })
    const { simulated } = useRecorder.getState()
    const { delayMs, failing } = isMeant(simulated, placement) ? simulated : UNTOUCHED
    try {
      if (delayMs > 0) await pause(delayMs, signal)
      const response = failing === 'no' ? await on(api, path, init, signal) : failed(failing)
      ended(response.status)
      return response
    } catch (error) {
      ended(error instanceof Error ? error.name : 'Error')
      throw error
    }
  },
  told({ name, data }: HeardEvent, module) {
    const seen: SeenEvent = { id: ++last, name, at: performance.now(), module, fields: Object.keys(data) }
    useRecorder.setState(({ events }) => ({ events: [...events, seen].slice(-MOST) }))
  },
}
