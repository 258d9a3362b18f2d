export { defineApp } from './define-app.ts'
export type { AppDefinition, ApiName, HeardName, Host, Intents, MessageKey, ModulePath, Mount, PathParams, Settings, SlotMount } from './host.ts'
export type { Register } from './register.ts'
export { DigiOneError, isDigiOneError, textIn } from '@digione/contracts'
export type {
  App,
  AppLocation,
  Cleanup,
  Context,
  ContextLearner,
  Drafts,
  ErrorCode,
  Guard,
  HeardEvent,
  Level,
  Live,
  Manifest,
  ManifestInput,
  Matter,
  Messages,
  Notice,
  Problem,
  Question,
  Role,
  Slot,
  SlotProps,
  Subject,
  Text,
  Theme,
  User,
  Vital,
} from '@digione/contracts'
// With it come the types of the platform's elements in the DOM.
export type { D1Elements } from '@digione/ui'
