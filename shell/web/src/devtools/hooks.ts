import type { HeardEvent } from '@digione/contracts'
import type { Placement } from '../loader/placement.ts'
import type { Channel } from '../session/vault.ts'

/** What the developer's tools see pass, and put in its way. */
export interface Tools {
  /** Sends a module's request. */
  send(placement: Placement, on: Channel['fetch'], ...request: Parameters<Channel['fetch']>): Promise<Response>
  /** An event or an intent on its way to mounts; `module` is `null` where any may hear it. */
  told(event: HeardEvent, module: string | null): void
}

/** Nobody's until the tools are opened: their code is fetched then. */
export const hooks: { tools?: Tools } = {}
