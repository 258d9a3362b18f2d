/** Template types of the d1-* elements for Vue 3: `import type {} from '@digione/ui/vue'`. */
import type { DefineComponent, HTMLAttributes } from 'vue'
import type { D1Elements } from './elements/elements.ts'

type VueElements = { [Tag in keyof D1Elements]: DefineComponent<D1Elements[Tag] & HTMLAttributes> }

declare module 'vue' {
  interface GlobalComponents extends VueElements {}
}

export type { D1Elements } from './elements/elements.ts'
