import type { Problem, VaultAnswer } from '@digione/contracts'
import { Refused, refused } from './problem.ts'

/** The value of an answer, with what is transferred with it. */
export interface Given {
  readonly value: unknown
  readonly transfer?: Transferable[]
}

const problem = (error: unknown): Problem => (error instanceof Refused ? error : refused('PLATFORM_UNREACHABLE')).problem

/**
 * Answers what comes in over a port, each request under its own id; `abort` takes one back.
 * @param run Gives the answer's value, or throws a `Refused`.
 */
export function answerOn<Request extends { readonly id: number; readonly kind: string }>(
  port: MessagePort,
  run: (request: Exclude<Request, { kind: 'abort' }>, signal: AbortSignal) => Promise<Given>,
): void {
  const open = new Map<number, AbortController>()
  port.addEventListener('message', (event) => {
    const request: unknown = event.data
    if (typeof request !== 'object' || request === null || !('id' in request) || typeof request.id !== 'number' || !('kind' in request)) return
    if (request.kind === 'abort') {
      if ('target' in request && typeof request.target === 'number') open.get(request.target)?.abort()
      return
    }
    const { id } = request
    const controller = new AbortController()
    open.set(id, controller)
    const reply = (answer: VaultAnswer, transfer: Transferable[] = []) => {
      if (!controller.signal.aborted) port.postMessage(answer, transfer)
    }
    run(request as unknown as Exclude<Request, { kind: 'abort' }>, controller.signal)
      .then(
        ({ value, transfer }) => reply({ id, ok: true, value }, transfer),
        (error: unknown) => reply({ id, ok: false, problem: problem(error) }),
      )
      // A body is streaming still: an abort after the answer stops it.
      .finally(() => setTimeout(() => open.delete(id), 60_000))
  })
  port.start()
}
