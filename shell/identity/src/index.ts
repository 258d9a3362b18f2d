export { createIdentity } from './create-identity.ts'
export type { Identity, IdentityOptions, IdentityPerson, IdentityProvider } from './create-identity.ts'
