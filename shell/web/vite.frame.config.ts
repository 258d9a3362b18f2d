import { defineConfig } from 'vite'
import { precompress } from './precompress.ts'

/** The mini-host: what the frame of every module begins with, on another site than the shell's. */
export default defineConfig({
  publicDir: false,
  plugins: [precompress()],
  build: {
    outDir: 'dist-frame',
    manifest: true,
    target: 'es2024',
    // The frame's document names every file with its integrity.
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: { main: 'src/mini-host/main.ts' } },
  },
})
