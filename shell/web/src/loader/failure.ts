import { DigiOneError, hostApiFits, HOST_API, isDigiOneError } from '@digione/contracts'
import type { ErrorCode, StartRelease, Text } from '@digione/contracts'
import { lookAt } from './integrity.ts'

export type FailureKind = 'load' | 'timeout' | 'threw' | 'blocked' | 'too-new' | 'breaker'

/** What a failed module's card says. The sentences are the card's own, by `kind`. */
export interface ShownFailure {
  readonly kind: FailureKind
  readonly code: ErrorCode
  readonly module: string
  readonly name: Text
  /** Quoted to support; the same stands in the platform's log. */
  readonly reference: string
  readonly size: 'page' | 'card'
  readonly wanted?: string
  readonly offered?: string
  /** `null` where trying again cannot help. */
  readonly retry: (() => void) | null
}

/** A failure of one module, with what its card has to know. */
export class ModuleFailure extends Error {
  override readonly name = 'ModuleFailure'
  readonly kind: FailureKind
  readonly told: DigiOneError
  /** Whether trying again needs another document, since this browser keeps in this one that a file did not come. */
  readonly needsDocument: boolean

  constructor(kind: FailureKind, told: DigiOneError, { needsDocument = false }: { readonly needsDocument?: boolean } = {}) {
    super(told.message, { cause: told })
    this.kind = kind
    this.told = told
    this.needsDocument = needsDocument
  }
}

/** Short enough to be read over the telephone, long enough to be found in the log: `K7QF-2M9D`. */
export function newReference(): string {
  const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/** A file that is not there is looked for again this much later, in ms: a server that is busy for a moment is no failure. */
const LOOK_AGAIN_MS = 250

/** Why files of a release did not load: their contents are not what was signed, or they did not come. */
export async function failureToLoad(module: string, files: readonly string[], told: DigiOneError): Promise<ModuleFailure> {
  let { tampered, areThere } = await lookAt(files)
  if (!tampered && !areThere) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    ;({ tampered, areThere } = await lookAt(files))
  }
  if (tampered) return new ModuleFailure('blocked', new DigiOneError('MODULE_BLOCKED', module, tampered))
  return new ModuleFailure('load', told, { needsDocument: areThere })
}

/** Refuses a release that was written for a newer host interface. */
export function requireFittingHost({ module, manifest }: Pick<StartRelease, 'module' | 'manifest'>) {
  if (!hostApiFits(manifest.hostApi)) throw new ModuleFailure('too-new', new DigiOneError('HOST_API_TOO_NEW', module, manifest.hostApi, HOST_API))
}

/** Whatever a phase of a module's life threw, as a failure. */
export function failureOf(error: unknown, module: string, phase: string): ModuleFailure {
  if (error instanceof ModuleFailure) return error
  const kind = phase === 'load' ? 'load' : 'threw'
  const told = isDigiOneError(error)
    ? error
    : phase === 'load'
      ? new DigiOneError('MODULE_NOT_LOADED', module, error instanceof Error ? error.message : String(error), { cause: error })
      : new DigiOneError('MODULE_FAILED', module, phase, { cause: error })
  return new ModuleFailure(kind, told)
}
