/** Markup types of the d1-* elements for Svelte 5: `import type {} from '@digione/ui/svelte'`. */
import type { HTMLAttributes } from 'svelte/elements'
import type { D1Elements } from './elements/elements.ts'

type SvelteElementsOfD1 = { [Tag in keyof D1Elements]: HTMLAttributes<HTMLElement> & D1Elements[Tag] }

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends SvelteElementsOfD1 {}
}

export type { D1Elements } from './elements/elements.ts'
