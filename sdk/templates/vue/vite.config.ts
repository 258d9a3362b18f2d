import { digione } from '@digione/sdk/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// The platform defines the d1-* elements; Vue is to leave them alone.
const isCustomElement = (tag: string) => tag.startsWith('d1-')

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } }), digione()], test: { environment: 'happy-dom' } })
