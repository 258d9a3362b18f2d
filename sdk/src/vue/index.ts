export { vueApp } from './vue-app.ts'
export type { VueAppDefinition } from './vue-app.ts'
export { useHost, useLive, useSettings } from './composables.ts'
