import { normalize, sep } from 'node:path'
import type { FSWatcher } from 'vite'

const SETTLED_AFTER_MS = 50

/**
 * Calls `changed` after each change of these files, or of files in these folders, once nothing has changed for a moment; one call
 * at a time. Ends with the watcher.
 */
export function watchFiles(watcher: FSWatcher, paths: readonly string[], changed: () => Promise<void>): void {
  const watched = paths.map((path) => normalize(path))
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  watcher.on('all', (_event, file) => {
    const path = normalize(file)
    if (!watched.some((one) => path === one || path.startsWith(one + sep))) return
    clearTimeout(timer)
    timer = setTimeout(() => (last = last.then(changed)), SETTLED_AFTER_MS)
  })
}
