import { defineConfig } from 'vite'

/** The failure worker: one classic script, to which the server puts what it keeps. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist-worker',
    target: 'es2024',
    lib: { entry: 'worker/worker.ts', formats: ['iife'], name: 'worker', fileName: () => 'worker.js' },
  },
})
