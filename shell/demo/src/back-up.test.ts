import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlatform, parseConfig } from '@digione/shell-server'
import { afterAll, expect, test } from 'vitest'
import { dataset } from './dataset/dataset.ts'
import { run } from './start/run.ts'
import { originsOf } from './start/settings.ts'
import { ROOT } from './start/workspace.ts'

const folder = mkdtempSync(join(tmpdir(), 'digione-back-up-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `npm run <command> -- <args>`, without npm. */
const command = (data: string, ...args: string[]) => {
  const env: NodeJS.ProcessEnv = { ...process.env, DIGIONE_DATA: join(folder, data), INIT_CWD: folder, FORCE_COLOR: '0' }
  delete env['DATABASE_URL']
  return run(process.execPath, [join(import.meta.dirname, '..', 'start.mjs'), ...args], { env })
}

test('a back-up of the demo’s data is restored into an empty folder by two commands, which tell the same counts', async () => {
  const platform = await createPlatform(
    parseConfig({
      origins: { shell: originsOf(4400).shell, session: originsOf(4400).session, modules: originsOf(4400).modules },
      database: { folder: join(folder, 'old', 'db') },
      webDist: join(ROOT, 'shell', 'web', 'dist'),
      logLevel: 'silent',
    }),
  )
  const { roster } = dataset(new Date())
  await platform.importRoster(roster)
  for (const { slug } of roster.municipalities) await platform.switchOn({ module: 'timetable', municipality: slug })

  const used = await command('old', 'backup', 'kept.backup')
  expect(used).toMatchObject({ code: 1, output: expect.stringContaining('Another DigiOne already uses the data') })
  await platform.close()

  const counts = /\d{4,} rows in \d+ tables; \d+ entries of the audit in \d+ chains/
  const backedUp = await command('old', 'backup', 'kept.backup')
  expect(backedUp.output).toContain(join(folder, 'kept.backup'))
  expect(backedUp.output).toContain('Every chain of the audit is whole.')
  expect(backedUp.code).toBe(0)
  const restored = await command('new', 'restore', 'kept.backup')
  expect(restored.output).toContain('Every chain of the audit is whole.')
  expect(restored.code).toBe(0)
  expect(counts.exec(restored.output)?.[0]).toBe(counts.exec(backedUp.output)?.[0] ?? 'not told')
}, 120_000)

test('a command without a file says how it is called', async () => {
  expect(await command('new', 'backup')).toMatchObject({ code: 1, output: 'Say where to: npm run backup -- <file>\n' })
})
