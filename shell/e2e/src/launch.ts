const executablePath = process.env['CHROMIUM_PATH']
// Chromium's sandbox needs a user of its own; in containers everything is root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** How the tests' browser is started, with more arguments where a test needs them. */
export const launchOptions = (more: readonly string[] = []) => ({ args: [...args, ...more], ...(executablePath ? { executablePath } : {}) })
