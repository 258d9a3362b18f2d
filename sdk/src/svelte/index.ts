export { svelteApp } from './svelte-app.ts'
export type { SvelteAppDefinition } from './svelte-app.ts'
export { useHost, useLive, useSettings } from './runes.ts'
export type { Current } from './runes.ts'
// With it come the types of the platform's elements in this framework's markup.
export type { D1Elements } from '@digione/ui/svelte'
