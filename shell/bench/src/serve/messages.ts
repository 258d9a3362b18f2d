import type { Asked } from './front.ts'
import type { LinkConditions } from './link.ts'

export interface ServeSetup {
  /** Of every address, and where the servers reach each other. */
  readonly httpsPort: number
  /** Where the browser connects to, whatever the address says. */
  readonly linkPort: number
  readonly keyFile: string
  readonly certFile: string
  /** Folders by host. */
  readonly sites: Readonly<Record<string, string>>
  readonly platform: { readonly data: string; readonly module: string; readonly modules: number } | null
}

export type Order = { readonly id: number } & (
  | { readonly kind: 'conditions'; readonly conditions: LinkConditions }
  | { readonly kind: 'cut' | 'forget' | 'asked' }
)

export interface Done {
  readonly kind: 'done'
  readonly id: number
  readonly asked: readonly Asked[]
  readonly bytesDown: number
}
