import { setTimeout as wait } from 'node:timers/promises'
import { DigiOneError, DomainEvent, isDigiOneError } from '@digione/contracts'
import type { z } from 'zod'
import { problemsOf } from '../problems-of.ts'
import { refusalOf } from './refusal.ts'

/** A fact to tell. What is left out is filled in: an id, the module as source, the present time. */
export type EventToPublish = Omit<z.input<typeof DomainEvent>, 'specversion' | 'id' | 'source' | 'time' | 'datacontenttype'> & {
  readonly id?: string
  readonly time?: string
}

const RETRY_AFTER_MS = [200, 1000, 5000]

/**
 * Sends one event, again for a while where the platform does not answer. The id stays the same, so it counts once.
 * @throws {PlatformRefusal} where the platform says no; {DigiOneError} INPUT_INVALID, PLATFORM_UNREACHABLE.
 */
export async function publishEvent(event: EventToPublish, source: string, shell: string, token: () => Promise<string>): Promise<void> {
  const parsed = DomainEvent.safeParse({ specversion: '1.0', id: crypto.randomUUID(), time: new Date().toISOString(), ...event, source })
  if (!parsed.success) throw new DigiOneError('INPUT_INVALID', 'The event', problemsOf(parsed.error), { cause: parsed.error })
  const body = JSON.stringify(parsed.data)
  for (let attempt = 0; ; attempt++) {
    const delayMs = RETRY_AFTER_MS[attempt]
    try {
      const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/cloudevents+json' }
      const answer = await fetch(`${shell}/api/events`, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
      if (answer.ok) return
      const refusal = await refusalOf(answer)
      if ((answer.status < 500 && answer.status !== 429) || delayMs === undefined) throw refusal
    } catch (cause) {
      if (!isAbsence(cause)) throw cause
      if (delayMs === undefined) throw new DigiOneError('PLATFORM_UNREACHABLE', shell, { cause })
    }
    await wait(delayMs)
  }
}

/** Nobody answered, in time or at all, for the token or for the event. */
function isAbsence(cause: unknown): boolean {
  if (isDigiOneError(cause)) return cause.code === 'PLATFORM_UNREACHABLE'
  return cause instanceof Error && (cause.name === 'TypeError' || cause.name === 'TimeoutError')
}
