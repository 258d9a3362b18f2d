import { DigiOneError } from '@digione/contracts'
import type { HeardEvent, PageManifest } from '@digione/contracts'

interface Hearer {
  readonly module: string
  readonly contextId: string
  readonly name: string
  readonly run: (event: HeardEvent) => void
  readonly failed: (error: unknown) => void
}
const hearers = new Set<Hearer>()

/** Tells an event to the mounts of one module, or of all where it is `null`, in some contexts. Each gets a copy of its own. */
export function tellMounts(event: HeardEvent, contextIds: readonly string[], module: string | null) {
  // A copy: whoever hears may begin or end hearing.
  for (const hearer of Array.from(hearers)) {
    if (hearer.name !== event.name || !contextIds.includes(hearer.contextId) || (module !== null && hearer.module !== module)) continue
    try {
      hearer.run(Object.freeze({ ...event, data: structuredClone(event.data) }))
    } catch (error) {
      hearer.failed(error)
    }
  }
}

/** `host.emit` and `host.on` of one mount. An intent reaches mounts of the same context alone. */
export function intentAccess(manifest: PageManifest, contextId: string, signal: AbortSignal, failed: (error: unknown) => void) {
  return {
    emit(intent: string, payload: Readonly<Record<string, unknown>>) {
      if (!Object.hasOwn(manifest.intents, intent)) throw new DigiOneError('INTENT_NOT_DECLARED', manifest.id, intent)
      // As JSON: what crosses between modules is data.
      const data = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>
      tellMounts({ name: intent, id: crypto.randomUUID(), time: new Date().toISOString(), data }, [contextId], null)
    },
    on(name: string, run: (event: HeardEvent) => void) {
      if (!manifest.hears.includes(name)) throw new DigiOneError('INTENT_NOT_DECLARED', manifest.id, name)
      const hearer: Hearer = { module: manifest.id, contextId, name, run, failed }
      if (signal.aborted) return () => {}
      hearers.add(hearer)
      const stop = () => void hearers.delete(hearer)
      signal.addEventListener('abort', stop, { once: true })
      return stop
    },
  }
}
