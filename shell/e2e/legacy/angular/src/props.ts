import { InjectionToken } from '@angular/core'

/** What a root gives the application, as far as it looks at it. */
export interface Props {
  readonly domElement: HTMLElement
  /** Where its addresses start. */
  readonly base: string
  /** Where its backend answers; without one it asks nothing. */
  readonly api?: string
  readonly host: {
    readonly context: { readonly municipality: string }
    readonly locale: { readonly value: string; subscribe(changed: (locale: string) => void): () => void }
  }
}

export const PROPS = new InjectionToken<Props>('acme.props')
