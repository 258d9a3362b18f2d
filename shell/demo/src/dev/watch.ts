import { existsSync, watch } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ROOT } from '../start/workspace.ts'

const isGenerated = (path: string) => path.split('/').some((part) => /^(node_modules|dist(-.*)?|\.digione|\.turbo|\..*\.swp|.*~)$/.test(part))
const SETTLED_AFTER_MS = 120

/**
 * Watches the sources.
 * @param concerns Whether a file is of interest.
 * @param changed Gets the changed files' paths, relative to the repository, once nothing has changed for a moment; one call at a time.
 * @returns What ends it.
 */
export function watchSources(concerns: (path: string) => boolean, changed: (paths: readonly string[]) => Promise<void>): () => void {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let busy = false
  const settle = async (): Promise<void> => {
    if (busy || waiting.size === 0) return
    busy = true
    const paths = [...waiting]
    waiting.clear()
    await changed(paths)
    busy = false
    await settle()
  }
  const watchers = ['shared', 'sdk', 'shell', 'apps']
    .filter((folder) => existsSync(join(ROOT, folder)))
    .map((folder) =>
      watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
        if (!name) return
        const path = relative(ROOT, join(ROOT, folder, name)).replaceAll(sep, '/')
        if (isGenerated(path) || !concerns(path)) return
        waiting.add(path)
        clearTimeout(timer)
        timer = setTimeout(() => void settle(), SETTLED_AFTER_MS)
      }),
    )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
