import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findPostgres, startPostgres } from '@digione/shell-demo/postgres'
import { ROOT } from '@digione/shell-demo/workspace'
import { figures } from './figures.ts'
import { measureImports, sizeAndVersion } from './imports.ts'
import { morning } from './morning.ts'
import { people } from './people.ts'
import { circumstances, page, type Results } from './report.ts'
import { startSystem } from './serve/system.ts'

const USAGE = `npm run monday -w @digione/shell-bench                        everything, and docs/results/monday.{md,json} anew
npm run monday -w @digione/shell-bench -- --accounts 41000    a smaller country
npm run monday -w @digione/shell-bench -- --skip imports,figures,morning   what is skipped stays as it was measured last
npm run monday -w @digione/shell-bench -- --rate 0.2          a fifth of the planned arrivals, on a machine that others use too
npm run monday -w @digione/shell-bench -- --profile <folder>  a CPU profile of the platform
npm run monday -w @digione/shell-bench -- --dry               nothing is written
DATABASE_URL names a PostgreSQL that is used instead of one of its own; its contents are replaced.
`
/** As in production but for its size: what is told to be written is written. */
const POSTGRES = ['fsync=on', 'shared_buffers=1GB', 'max_wal_size=8GB', 'checkpoint_timeout=15min', 'effective_cache_size=8GB']
const SIZES = [4_895, 41_000, 410_000]

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '410000' },
    skip: { type: 'string', default: '' },
    rate: { type: 'string', default: '1' },
    profile: { type: 'string' },
    dry: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const accounts = Number(values.accounts)
const rate = Number(values.rate)
if (values.help || !Number.isInteger(accounts) || !(rate > 0)) {
  process.stdout.write(USAGE)
  process.exit(values.help ? 0 : 1)
}
const skipped = new Set(values.skip.split(','))
const say = (text: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)

const folder = join(ROOT, 'docs', 'results')
const file = join(folder, 'monday.json')
const last: Results = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {}
const loadBefore = loadavg()[0] ?? 0
const data = mkdtempSync(join(tmpdir(), 'digione-monday-'))
const given = process.env['DATABASE_URL']
const database = given ? { url: given, stop: async () => {} } : await startPostgres(await findPostgres(), POSTGRES)
try {
  const imports = skipped.has('imports') ? [] : await measureImports(database.url, SIZES.filter((size) => size < accounts).concat(accounts), say)
  const nodeOptions = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : []
  const system = await startSystem({ databaseUrl: database.url, accounts, data, nodeOptions, say })
  try {
    const who = people(accounts)
    const measured = skipped.has('figures') ? null : await figures(system, who, say)
    const phases = skipped.has('morning') ? null : await morning(system, who, rate, say)
    const under = circumstances(accounts, (await sizeAndVersion(database.url)).postgres, loadBefore)
    const results: Results = {
      ...last,
      ...(imports.length > 0 ? { imports: { under, result: imports } } : {}),
      ...(measured ? { figures: { under, result: measured } } : {}),
      ...(phases ? { morning: { under, result: { rate, phases } } } : {}),
    }
    process.stdout.write(page(results))
    if (!values.dry) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`)
      writeFileSync(join(folder, 'monday.md'), page(results))
    }
  } finally {
    await system.stop()
  }
} finally {
  await database.stop()
  rmSync(data, { recursive: true, force: true })
}
process.exit()
