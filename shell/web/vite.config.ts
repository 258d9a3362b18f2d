import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compileAhead } from './compile-ahead.ts'
import { precompress } from './precompress.ts'

export default defineConfig({
  plugins: [react(), compileAhead(), precompress()],
  // Of `npm run dev`, whose own overlay tells what is wrong.
  server: { hmr: { overlay: false } },
  optimizeDeps: { entries: ['src/main.ts', 'dev/*.ts'] },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2024',
    // The HTML answer names every file with its integrity; Vite's own preloads would lack it and fetch everything twice.
    modulePreload: false,
    assetsInlineLimit: 0,
    // What is loaded later takes what it shares with the entry from the entry, which stays one file.
    rolldownOptions: { input: { main: 'src/main.ts' }, preserveEntrySignatures: 'allow-extension' },
  },
})
