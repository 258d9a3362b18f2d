const PREFIX = 'digione.draft.'
const keyOf = (person: string, module: string, context: string, key: string) => PREFIX + JSON.stringify([person, module, context, key])

/** Unsaved work of one person, module and context, in this tab alone. */
export const drafts = {
  get: (person: string, module: string, context: string, key: string) => sessionStorage.getItem(keyOf(person, module, context, key)),
  set: (person: string, module: string, context: string, key: string, value: string) => sessionStorage.setItem(keyOf(person, module, context, key), value),
  delete: (person: string, module: string, context: string, key: string) => sessionStorage.removeItem(keyOf(person, module, context, key)),
}

export function purgeDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
