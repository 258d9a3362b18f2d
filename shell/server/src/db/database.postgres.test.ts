import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { openDatabase } from './database.ts'

const log = pino({ level: 'silent' })
const url = process.env['TEST_DATABASE_URL']
if (!url) throw new Error('TEST_DATABASE_URL names no PostgreSQL. These tests are collected only where it does.')

describe('PostgreSQL', () => {
  test('a user who may neither take nor make the role is refused with DATABASE_ROLE_MISSING', async () => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const name = `digione_plain_${randomBytes(4).toString('hex')}`
    await admin.query(`create role ${name} login password 'plain' nocreaterole`)
    try {
      const own = new URL(url)
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
    const own = new URL(url)
    own.pathname = `/${name}`
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ url: own.href }, log)))
    await Promise.all(opened.map((database) => database.close()))
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })

  test('an instance that stops does not wait without end for a connection that is never given back', async () => {
    const database = await openDatabase({ url }, log)
    const { promise: never } = Promise.withResolvers<void>()
    const { promise: taken, resolve: take } = Promise.withResolvers<void>()
    void database.db.connection().execute(async () => {
      take()
      await never
    })
    await taken
    await expect(database.close()).resolves.toBeUndefined()
  })
})
