import type { Vault } from './vault.ts'

let vault: Vault | null = null

export function provideVault(given: Vault) {
  vault = given
}

export const hasVault = () => vault !== null

/** The session vault. Known before anybody is, and so before anything that could ask for it is shown. */
export function theVault(): Vault {
  if (!vault) throw new Error('The session vault has not given its port yet.')
  return vault
}
