/**
 * What one module has declared about itself. `digione types` fills it from digione.json and the messages, by declaration
 * merging in `.digione/types.d.ts`, and the types of `Host` follow: paths, message keys, intents and settings are checked.
 *
 * Left empty, everything is a plain string.
 */
export interface Register {}
