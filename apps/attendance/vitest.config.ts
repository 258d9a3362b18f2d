import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('d1-') } } })],
  test: { name: 'attendance', environment: './web/fixture/environment.ts', include: ['{api,web}/src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
})
