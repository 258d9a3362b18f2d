import type { MountedManifest } from '@digione/contracts'
import { initSource } from '../vite/lent.ts'
import type { Share } from '../vite/shares.ts'

/** Where the development server answers, on the shell's own origin. */
export const baseOf = (module: string) => `/@module/${module}/`

/** The container of a module that is developed, on the module's base. */
export const CONTAINER = '@digione/container.js'

export interface Contained {
  readonly manifest: MountedManifest
  /** What the module borrows from the page. */
  readonly shares: readonly Share[]
  readonly usesReact: boolean
}

/** Source of the container: what a federation container is, with an app in it that changes under the shell's hands. */
export const containerSource = ({ manifest: { id, entry }, shares, usesReact }: Contained): string => {
  const file = JSON.stringify(`/${entry.replace(/^\.?\//, '')}`)
  return `
import { createHotApp } from '@digione/hot-app.js'
${usesReact ? `import { validateRefreshBoundaryAndEnqueueUpdate } from '/@react-refresh'` : ''}
let hasFailed = false
// What could not be read once is not followed: with each change the page is tried anew, until it stands.
import.meta.hot.on('digione:changed', () => hasFailed && location.reload())

const hot = (import.meta.hot.data.hot ??= createHotApp())

${initSource(id, shares)}

export async function show() {
  hot.show((await import(${file})).default)
}

export async function get() {
  try {
    await show()
  } catch (error) {
    hasFailed = true
    // The frame that it failed in goes: the page around it is what is tried anew.
    if (parent !== window) import.meta.hot.send('digione:failed')
    throw error
  }
  return () => ({ default: hot.app })
}

// Itself, for a file that finds that it cannot be exchanged alone turns to whoever imports it.
import.meta.hot.accept(async (next) => {
  await next?.show()
  ${usesReact ? "const View = () => null\n  validateRefreshBoundaryAndEnqueueUpdate('digione', { View }, { View })" : ''}
})
`
}
