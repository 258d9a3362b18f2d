import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['{shared,sdk,shell,apps}/**/*.test.{ts,tsx}'], exclude: ['**/node_modules/**', '**/dist/**', 'shell/e2e/**'], testTimeout: 30_000, hookTimeout: 60_000 } })
