import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { overruns, readBudget } from './budget.ts'
import { buildFixtures } from './build-fixtures.ts'
import { compare } from './compare.ts'
import { median } from './measure/visit.ts'
import { circumstances, conditions, tables, verdicts } from './report.ts'

const RESULTS = join(import.meta.dirname, '..', '..', '..', 'docs', 'results')
const USAGE = `npm run bench                       everything, and docs/results/speed.{md,json} anew
npm run bench -- --rounds 3         fewer rounds
npm run bench -- --only monolith,platform
npm run bench -- --no-sizes         20 modules only
npm run bench -- --cpu 1            the page as fast as the machine, rather than 4 times slower
npm run bench -- --dry              nothing is written
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    cpu: { type: 'string', default: '4' },
    only: { type: 'string' },
    'no-sizes': { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const cpuSlowdown = Number(values.cpu)
const say = (text: string) => void process.stderr.write(`${text}\n`)
if (values.help || !Number.isInteger(rounds) || rounds < 1 || !(cpuSlowdown >= 1)) {
  process.stdout.write(USAGE)
  process.exit(values.help ? 0 : 1)
}

await buildFixtures(say)
const startedAt = new Date()
const loadBefore = loadavg()[0] ?? 0
// Before: what is committed while it runs is not what is measured.
const begun = circumstances(startedAt, loadBefore, { rounds, cpuSlowdown })
const comparison = await compare({ rounds, cpuSlowdown, only: values.only?.split(',') ?? null, sizes: !values['no-sizes'], say })
const facts = { ...begun, loadAfter: loadavg()[0] ?? 0 }
const body = `${conditions(facts, comparison.chromium)}\n\n${verdicts(comparison)}\n\n${tables(comparison)}`
process.stdout.write(`\n${body}`)
if (!values.dry) {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, 'speed.json'), `${JSON.stringify({ ...facts, ...comparison }, null, 1)}\n`)
  const method = readFileSync(join(import.meta.dirname, '..', 'method.md'), 'utf8')
  writeFileSync(join(RESULTS, 'speed.md'), `# Speed, side by side\n\nMeasured by \`npm run bench\`, which writes this page.\n\n${body}\n${method}`)
}
const opened = comparison.variants.find(({ id }) => id === 'platform')?.visits.map(({ cold }) => cold) ?? []
const over =
  opened.length === 0
    ? []
    : overruns(readBudget(), { deepLink: { requests: median(opened.map((one) => one.requests)), waves: median(opened.map((one) => one.waves)) } })
for (const line of over) say(line)
process.exit(over.length > 0 ? 1 : 0)
