import type { Channel } from '../session/vault.ts'

type Drafts = Channel['draft']

export interface OwnDrafts extends Drafts {
  /** Deletes what this mount has kept or taken up: the person discarded the work. */
  giveUp(): Promise<void>
}

/** The drafts of one mount. Others that the module keeps, such as another page's, stay out of it. */
export function ownDrafts(drafts: Drafts): OwnDrafts {
  const touched = new Set<string>()
  return {
    async get(key) {
      const kept = await drafts.get(key)
      if (kept !== null) touched.add(key)
      return kept
    },
    async set(key, value) {
      touched.add(key)
      await drafts.set(key, value)
    },
    async delete(key) {
      touched.delete(key)
      await drafts.delete(key)
    },
    async giveUp() {
      const keys = [...touched]
      touched.clear()
      await Promise.all(keys.map(async (key) => drafts.delete(key)))
    },
  }
}
