import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './src/launch.ts'

/** They start products of their own, and may run beside the others. */
const APART = ['acceptance', 'check', 'dev', 'dev-on-platform', 'development', 'outage', 'plans', 'renaming', 'templates', 'ten-minutes', 'vendor'].map(
  (name) => `**/${name}.spec.ts`,
)
// They cut the wire to the database, and the embedded one has none.
const notHere = process.env['E2E_DATABASE_URL'] ? [] : ['**/*.postgres.spec.ts']
// One in `npm test`, which names whatever needed it; none in a soak, whose business it is to find what happens seldom.
const retries = Number(process.env['E2E_RETRIES'] ?? 0)
const use = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } }

/** The production build, started by the same command as `npm start`, in a real browser. `E2E_ORIGIN` uses a stack that runs already. */
export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  // The readings of a screen reader: the same in every browser and on every machine.
  snapshotPathTemplate: '{testDir}/../readings/{arg}{ext}',
  updateSnapshots: 'none',
  globalSetup: './src/stack.ts',
  fullyParallel: false,
  // One stack, whose switches and lessons every test sees: one after the other.
  workers: 1,
  retries,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['line'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] }]] : [['list']],
  use: {
    baseURL: process.env['E2E_ORIGIN'],
    locale: 'fi-FI',
    timezoneId: 'Europe/Helsinki',
    // Recording one costs a fifth of the time that a test takes: where a second try is given, it is what is recorded.
    trace: retries > 0 ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: launchOptions(),
  },
  projects: [
    { name: 'together', use, testIgnore: [...APART, ...notHere] },
    { name: 'apart', use, testMatch: APART },
  ],
})
