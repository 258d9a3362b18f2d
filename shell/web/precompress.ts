import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'

/** Compresses every file once, at build time, as far as it goes. */
export const precompress = (): Plugin => ({
  name: 'digione:precompress',
  apply: 'build',
  async writeBundle({ dir = 'dist' }) {
    for (const file of await readdir(dir, { recursive: true })) {
      if (!/\.(js|css|svg)$/.test(file)) continue
      const contents = await readFile(join(dir, file))
      await writeFile(join(dir, `${file}.br`), brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    }
  },
})
