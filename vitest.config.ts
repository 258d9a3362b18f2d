import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Workspaces whose tests need plugins of their own, such as a framework's compiler. */
const withOwnConfig = globSync('{sdk,shell/*,apps/*}/vitest.config.ts', { cwd: import.meta.dirname, exclude: ['**/node_modules/**'] })

const patience = { testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...patience,
          name: 'digione',
          include: ['{shared,sdk,shell,apps}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', 'shell/e2e/**', ...withOwnConfig.map((file) => `${dirname(file)}/**`)],
        },
      },
      ...withOwnConfig,
    ],
  },
})
