export { reactApp } from './react-app.tsx'
export type { ReactAppDefinition } from './react-app.tsx'
export { useHost, useLive, useSettings } from './hooks.ts'
