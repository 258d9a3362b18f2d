/** JSX types of the d1-* elements for React 19: `import type {} from '@digione/ui/react'`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { D1Elements } from './elements/elements.ts'

type ReactElements = { [Tag in keyof D1Elements]: DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & D1Elements[Tag] }

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends ReactElements {}
  }
}

export type { D1Elements } from './elements/elements.ts'
