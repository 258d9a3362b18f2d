import { digione } from '@digione/sdk/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [react(), digione()], test: { environment: 'happy-dom' } })
