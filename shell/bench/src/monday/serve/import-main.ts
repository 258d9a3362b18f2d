// Imports a roster of so many accounts into an empty or a filled database, and tells how long that took and how much memory.
import { countryRoster } from '@digione/shell-demo/country'
import { createPlatform, parseConfig } from '@digione/shell-server'

const accounts = Number(process.env['BENCH_ACCOUNTS'])
const platform = await createPlatform(
  parseConfig({
    origins: { shell: 'http://digione.localhost', session: 'http://session.digione.localhost', modules: 'http://digione-modules.localhost' },
    database: { url: process.env['BENCH_DATABASE'] ?? '' },
    webDist: process.env['BENCH_WEB_DIST'] ?? '',
    logLevel: 'warn',
  }),
)
let peakBytes = 0
const watch = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 100)
const before = performance.now()
const { changed } = await platform.importRoster(countryRoster(new Date(), accounts))
const tookS = (performance.now() - before) / 1000
clearInterval(watch)
const { userCPUTime, systemCPUTime } = process.resourceUsage()
const again = performance.now()
await platform.importRoster(countryRoster(new Date(), accounts))
process.stdout.write(
  JSON.stringify({ accounts, changed, tookS, peakBytes, cpuS: (userCPUTime + systemCPUTime) / 1e6, unchangedS: (performance.now() - again) / 1000 }),
)
await platform.close()
process.exit()
