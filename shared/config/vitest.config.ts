import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '..', '..')

/** Workspaces whose tests need plugins of their own, such as a framework's compiler. */
const withOwnConfig = globSync('{sdk,shell/*,apps/*}/vitest.config.ts', { cwd: root, exclude: ['**/node_modules/**'] })

/** Tests of PostgreSQL itself: collected where one is given, and `npm test` always gives one in a step of its own. */
const needsPostgres = process.env['TEST_DATABASE_URL'] ? [] : ['**/*.postgres.test.ts']

const patience = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  root,
  test: {
    // On two cores the default is one at a time. Many tests wait for programs that they started.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...patience,
          name: 'digione',
          include: ['{shared,sdk,shell,apps}/**/*.test.{ts,tsx}'],
          exclude: [
            '**/node_modules/**',
            '**/dist/**',
            'shell/e2e/**',
            'sdk/templates/**',
            ...needsPostgres,
            ...withOwnConfig.map((file) => `${dirname(file)}/**`),
          ],
        },
      },
      ...withOwnConfig,
    ],
  },
})
