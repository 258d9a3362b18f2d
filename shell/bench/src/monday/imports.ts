import { join } from 'node:path'
import { ROOT } from '@digione/shell-demo/workspace'
import pg from 'pg'
import { z } from 'zod'
import type { Imported } from './report.ts'
import { startChild } from './serve/child.ts'
import { usageOf } from './serve/meter.ts'
import { postmasterOf } from './serve/system.ts'

const Told = z.object({ accounts: z.number(), tookS: z.number(), unchangedS: z.number(), peakBytes: z.number(), cpuS: z.number() })

export async function sizeAndVersion(url: string): Promise<{ bytes: number; postgres: string }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ bytes: string; version: string }>(
    "select pg_database_size(current_database()) as bytes, current_setting('server_version') as version",
  )
  await client.end()
  return { bytes: Number(rows[0]?.bytes), postgres: rows[0]?.version ?? '' }
}

/** Imports rosters of growing size, each in a process of its own and over the one before. */
export async function measureImports(url: string, sizes: readonly number[], say: (text: string) => void): Promise<Imported[]> {
  const results: Imported[] = []
  for (const accounts of sizes) {
    say(`importing ${accounts} accounts`)
    const postmaster = await postmasterOf(url)
    const before = usageOf(postmaster).cpuS
    const env = { BENCH_ACCOUNTS: String(accounts), BENCH_DATABASE: url, BENCH_WEB_DIST: join(ROOT, 'shell/web/dist') }
    const told = Told.parse(JSON.parse(await startChild('the import', join(import.meta.dirname, 'serve/import-main.ts'), env).ended()))
    results.push({ ...told, databaseCpuS: usageOf(postmaster).cpuS - before, databaseBytes: (await sizeAndVersion(url)).bytes })
  }
  return results
}
