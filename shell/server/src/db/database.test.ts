import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
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

const url = process.env['TEST_DATABASE_URL']
describe.runIf(url)('PostgreSQL', () => {
  test('a user who may neither take nor make the role is refused with DATABASE_ROLE_MISSING', async () => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const name = `digione_plain_${randomBytes(4).toString('hex')}`
    await admin.query(`create role ${name} login password 'plain' nocreaterole`)
    try {
      const own = new URL(url ?? '')
      own.username = name
      own.password = 'plain'
      await expect(openDatabase({ url: own.href }, log)).rejects.toMatchObject({ code: 'DATABASE_ROLE_MISSING' })
    } finally {
      await admin.query(`drop role ${name}`)
      await admin.end()
    }
  })

  test('three instances may start at once on an empty database', async () => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const name = `digione_three_${randomBytes(4).toString('hex')}`
    await admin.query(`create database ${name}`)
    const own = new URL(url ?? '')
    own.pathname = `/${name}`
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ url: own.href }, log)))
    await Promise.all(opened.map((database) => database.close()))
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
})
