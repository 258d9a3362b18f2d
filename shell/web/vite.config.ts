import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

/** Compresses every file once, at build time, as far as it goes. */
const precompress = (): Plugin => ({
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

export default defineConfig({
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2024',
    // The HTML answer names every file with its integrity; Vite's own preloads would lack it and fetch everything twice.
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: { main: 'src/main.ts' } },
  },
})
