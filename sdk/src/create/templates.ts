/** What `digione create` can begin with; a folder of this name stands in the package's `templates/`. */
export const TEMPLATES = ['react', 'vue', 'svelte', 'vanilla', 'single-spa'] as const
export type Template = (typeof TEMPLATES)[number]

/** What the choice says of each. */
export const TEMPLATE_WORDS: Readonly<Record<Template, string>> = {
  react: 'React, lent by the platform: your build carries none of it',
  vue: 'Vue, which comes with the module',
  svelte: 'Svelte, which comes with the module',
  vanilla: 'TypeScript and the DOM, nothing else',
  'single-spa': 'single-spa lifecycles (bootstrap, mount, unmount) as they are',
}

export const isTemplate = (name: string): name is Template => (TEMPLATES as readonly string[]).includes(name)
