import { pathToFileURL } from 'node:url'
import type { Ready } from './sandbox.ts'

export interface BackendFacts {
  readonly port: number
  /** The shell's origin. */
  readonly platform: string
  readonly module: string
  readonly ready: Ready
  /** Folder for the backend's data. */
  readonly data: string
}

/** What a backend is told, so that tokens of the sandbox hold. */
export const backendEnvironment = ({ port, platform, module, ready, data }: BackendFacts): Record<string, string> => ({
  PORT: String(port),
  DIGIONE_PLATFORM: platform,
  DIGIONE_MODULE: module,
  DIGIONE_CLIENT_ID: ready.client.id,
  DIGIONE_CLIENT_SECRET: ready.client.secret,
  DIGIONE_AUDIENCE: ready.audience,
  DATA_DIR: data,
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import ${pathToFileURL(ready.loopback).href}`.trim(),
})
