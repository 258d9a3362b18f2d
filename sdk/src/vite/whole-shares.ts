import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Names every share, whole, in the module's first file.
 *
 * The federation plugin gathers what a module uses of a share until the files seem read, which it takes them to be when
 * nothing happened for 10 ms. On a busy machine that is too early, and the build fails or, worse, lacks a share. Told of
 * everything in the first file, it has nothing left to miss. The names that nobody uses are dropped again.
 */
export function wholeShares(folder: string, entry: string, shares: readonly string[]): Plugin {
  let file = ''
  return {
    name: 'digione:whole-shares',
    apply: 'build',
    enforce: 'pre',
    configResolved() {
      file = realpathSync(join(folder, entry)).replaceAll('\\', '/')
    },
    transform(code, id) {
      if (id.split('?')[0] !== file || shares.length === 0) return null
      const imports = shares.map((share, index) => `import * as __digione_share_${index} from '${share}';void __digione_share_${index};`)
      // On the first line, so that every other keeps its number. Used, for TypeScript drops imports that are not.
      return { code: imports.join('') + code, map: null }
    },
  }
}
