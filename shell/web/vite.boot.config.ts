import { defineConfig } from 'vite'

/** The boot script: one classic script, which the HTML answer carries inline under its hash. */
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2024',
    lib: { entry: 'src/boot/boot.ts', formats: ['iife'], name: 'boot', fileName: () => 'boot.js' },
  },
})
