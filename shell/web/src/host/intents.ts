import { DigiOneError } from '@digione/contracts'
import type { HeardEvent, MountedManifest } from '@digione/contracts'
import { hooks } from '../devtools/hooks.ts'

interface Hearer {
  readonly module: string
  readonly contextId: string
  readonly name: string
  readonly run: (event: HeardEvent) => void
  readonly failed: (error: unknown) => void
}

/** Who hears events and intents. */
export interface Hearers {
  /** @returns Ends hearing. */
  add(hearer: Hearer): () => void
  /** Tells an event to the mounts of one module, or of all where it is `null`, in some contexts. Each gets a copy of its own. */
  tell(event: HeardEvent, contextIds: readonly string[], module: string | null): void
}

export function createHearers(): Hearers {
  const hearers = new Set<Hearer>()
  return {
    add(hearer) {
      hearers.add(hearer)
      return () => void hearers.delete(hearer)
    },
    tell(event, contextIds, module) {
      // A copy: whoever hears may begin or end hearing.
      for (const hearer of Array.from(hearers)) {
        if (hearer.name !== event.name || !contextIds.includes(hearer.contextId) || (module !== null && hearer.module !== module)) continue
        try {
          hearer.run(Object.freeze({ ...event, data: structuredClone(event.data) }))
        } catch (error) {
          hearer.failed(error)
        }
      }
    },
  }
}

/** The mounts of this document. */
const mounts = createHearers()

export const tellMounts: Hearers['tell'] = (event, contextIds, module) => {
  hooks.tools?.told(event, module)
  mounts.tell(event, contextIds, module)
}

/** How a host's intents travel. @default among the mounts of this document */
export interface Intents {
  readonly hearers: Hearers
  /** Takes an intent to whoever may hear it in its context. */
  tell(event: HeardEvent, contextId: string): void
}
const AMONG_MOUNTS: Intents = { hearers: mounts, tell: (event, contextId) => tellMounts(event, [contextId], null) }

/** `host.emit` and `host.on` of one mount. An intent reaches mounts of the same context alone. */
export function intentAccess(
  manifest: MountedManifest,
  contextId: string,
  signal: AbortSignal,
  failed: (error: unknown) => void,
  { hearers, tell }: Intents = AMONG_MOUNTS,
) {
  return {
    emit(intent: string, payload: Readonly<Record<string, unknown>>) {
      if (!Object.hasOwn(manifest.intents, intent)) throw new DigiOneError('INTENT_NOT_DECLARED', manifest.id, intent)
      // As JSON: what crosses between modules is data.
      const data = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>
      tell({ name: intent, id: crypto.randomUUID(), time: new Date().toISOString(), data }, contextId)
    },
    on(name: string, run: (event: HeardEvent) => void) {
      if (!manifest.hears.includes(name)) throw new DigiOneError('INTENT_NOT_DECLARED', manifest.id, name)
      if (signal.aborted) return () => {}
      const stop = hearers.add({ module: manifest.id, contextId, name, run, failed })
      signal.addEventListener('abort', stop, { once: true })
      return stop
    },
  }
}
