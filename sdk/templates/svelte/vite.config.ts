import { digione } from '@digione/sdk/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte(), digione()],
  test: { environment: 'happy-dom' },
  // In tests, too, Svelte is what browsers run.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
})
