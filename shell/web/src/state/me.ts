import type { VaultMe } from '@digione/contracts'

type Known = NonNullable<VaultMe>
import { theVault } from '../session/the-vault.ts'
import { firstContext } from './contexts.ts'
import { dress, keepContext, rememberedContext, settlePage } from './page.ts'
import { contextOf, useShell } from './store.ts'

/** Takes over what a person has: navigation, cards and the page follow. */
export function applyMe({ asOf, ...me }: Known) {
  const { contextId, start } = useShell.getState()
  const stays = contextOf({ me }, contextId) ? contextId : firstContext(me, rememberedContext(), start.hint.at[0])
  useShell.setState({ me, asOf: asOf ?? null, phase: 'signed-in', hasExpired: false, contextId: stays })
  dress()
  settlePage()
  keepContext()
}

let running: Promise<void> | null = null
let again = false

/**
 * Asks anew what the person has, and gives the answer to `apply`. One request at a time: whoever asks meanwhile has one more follow.
 */
export function refreshMe(apply: (me: Known) => void | Promise<void>): Promise<void> {
  if (running) {
    again = true
    return running
  }
  running = (async () => {
    do {
      again = false
      const me = await theVault().me(false)
      if (me) await apply(me)
    } while (again)
  })().finally(() => {
    running = null
  })
  return running
}
