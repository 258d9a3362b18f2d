import { join } from 'node:path'
import { isDigiOneError } from '@digione/contracts'
import type { MountedManifest } from '@digione/contracts'
import type { ViteDevServer } from 'vite'
import { writeTypes } from '../cli/write-types.ts'
import { readMountedManifest } from '../vite/manifest.ts'
import { watchFiles } from './watch-files.ts'

const wordsOf = (error: unknown) => {
  if (!(error instanceof Error)) return String(error)
  return isDigiOneError(error) ? `${error.message}\n${error.fix}` : error.message
}

export interface Followed {
  readonly folder: string
  readonly say: (text: string) => void
  /** The manifest that is shown. */
  now(): MountedManifest
  /** Shows another. */
  become(next: MountedManifest): Promise<void>
}

/** Follows digione.json and the texts for as long as the server watches: first the types, then what is shown. Mistakes stand in the page too. */
export function followManifest(vite: ViteDevServer, { folder, say, now, become }: Followed): void {
  let problem: string | null = null
  const tell = (next: string | null) => {
    problem = next
    vite.ws.send('digione:manifest', { problem })
  }
  vite.ws.on('connection', () => void (problem && tell(problem)))
  watchFiles(vite.watcher, [join(folder, 'digione.json'), join(folder, 'web/messages')], async () => {
    try {
      const before = now()
      const next = readMountedManifest(folder)
      await writeTypes(folder)
      if (next.id !== before.id) throw new Error(`The module is called ${next.id} now, and was ${before.id}: start "digione dev" again.`)
      if (JSON.stringify(next) !== JSON.stringify(before)) {
        await become(next)
        if (next.entry !== before.entry) {
          vite.environments.client.moduleGraph.invalidateAll()
          vite.ws.send({ type: 'full-reload' })
        }
        say('digione.json: the types and the shell follow.')
      }
      tell(null)
    } catch (error) {
      say(wordsOf(error))
      tell(wordsOf(error))
    }
  })
}
