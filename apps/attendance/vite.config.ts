import { digione } from '@digione/sdk/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// The platform defines the d1-* elements; Vue is to leave them alone.
export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('d1-') } } }), digione()] })
