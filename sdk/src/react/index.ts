export { reactApp } from './react-app.tsx'
export type { ReactAppDefinition } from './react-app.tsx'
export { useHost, useLive, useSettings } from './hooks.ts'
// With it come the types of the platform's elements in this framework's markup.
export type { D1Elements } from '@digione/ui/react'
