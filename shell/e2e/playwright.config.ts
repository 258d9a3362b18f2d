import { defineConfig, devices } from '@playwright/test'

const executablePath = process.env['CHROMIUM_PATH']
// Chromium's sandbox needs a user of its own; in containers everything is root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** The production build, started by the same command as `npm start`, in a real browser. `E2E_ORIGIN` uses a stack that runs already. */
export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  globalSetup: './src/stack.ts',
  fullyParallel: false,
  // One stack, whose switches and lessons every test sees: one after the other.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['line'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] }]] : [['list']],
  use: {
    baseURL: process.env['E2E_ORIGIN'],
    locale: 'fi-FI',
    timezoneId: 'Europe/Helsinki',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } } }],
})
