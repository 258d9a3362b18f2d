import { digione } from '@digione/sdk/vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [digione()], test: { environment: 'happy-dom' } })
