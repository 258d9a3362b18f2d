import type { DeveloperReleases } from '@digione/contracts'
import { theVault } from '../session/the-vault.ts'
import { worksAsDeveloper } from '../state/developing.ts'
import { askToLeave } from '../state/leave.ts'
import { leaveForGood } from '../state/router.ts'
import { useShell } from '../state/store.ts'

/** The releases that this person may have here. Whoever has the tools for another reason than their role has none. */
export async function releasesToHave(): Promise<DeveloperReleases['modules']> {
  if (!worksAsDeveloper(useShell.getState())) return []
  const response = await theVault().platform('/api/developer/releases')
  if (!response.ok) throw new Error(`The releases were not told (${response.status}).`)
  return ((await response.json()) as DeveloperReleases).modules
}

/** Has another release of a module stand in this tab, or, with `null`, the one that is on. What a document may run is fixed, so another one comes. */
export async function override(module: string, release: string | null): Promise<void> {
  if (!(await askToLeave(() => true, 'update'))) return
  await theVault().override(module, release)
  // With this answer the platform leaves word for the next document of what it has to cover.
  if (release !== null) await theVault().me(false)
  leaveForGood()
  location.reload()
}
