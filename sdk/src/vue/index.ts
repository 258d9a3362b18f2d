export { vueApp } from './vue-app.ts'
export type { VueAppDefinition } from './vue-app.ts'
export { useHost, useLive, useSettings } from './composables.ts'
// With it come the types of the platform's elements in this framework's markup.
export type { D1Elements } from '@digione/ui/vue'
