import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { lockAddress, lockFolder } from './lock.ts'

const log = pino({ level: 'silent' })
const folder = () => join(mkdtempSync(join(tmpdir(), 'digione-')), 'db')

describe('the embedded database', () => {
  test('a second start on the same folder refuses with DATABASE_IN_USE, and may once the first has stopped', async () => {
    const where = folder()
    const first = await openDatabase({ folder: where }, log)
    await expect(openDatabase({ folder: where }, log)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    await first.close()
    const second = await openDatabase({ folder: where }, log)
    await second.close()
  })

  test('a process that was killed leaves no lock behind', async () => {
    const where = folder()
    const script = `require('node:net').createServer().listen(${JSON.stringify(lockAddress(where))}, () => console.log('held'))`
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    await expect(lockFolder(where)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    await (
      await lockFolder(where)
    )()
  })

  test('a path too long for a socket is locked all the same', async () => {
    const where = join(folder(), 'x'.repeat(120))
    const unlock = await lockFolder(where)
    await expect(lockFolder(where)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    await unlock()
  })
})
