/** This browser's name at the platform's authorization server, which is on the vault's own origin. */
export const CLIENT = 'digione-shell'
export const ISSUER = `${location.origin}/oidc`
/** Before everything that the log-in's library keeps in the tab. */
export const PREFIX = 'digione.'
