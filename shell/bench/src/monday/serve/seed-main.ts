// Fills a database as a start of the demo does, and leaves: releases are published by their vendors, and on in every city.
import { buildAll } from '@digione/shell-demo/build'
import { startStack } from '@digione/shell-demo/stack'
import type { Addresses } from './addresses.ts'

const addresses = JSON.parse(process.env['BENCH_ADDRESSES'] ?? '') as Addresses
const stack = await startStack({
  settings: {
    port: addresses.ports.platform,
    host: '127.0.0.1',
    data: process.env['BENCH_DATA'] ?? '',
    databaseUrl: process.env['BENCH_DATABASE'] ?? '',
    httpsPort: null,
    moduleFolders: [],
    developers: [],
    logLevel: 'error',
  },
  scale: Number(process.env['BENCH_ACCOUNTS']),
  prepare: async () => void (await buildAll()),
  complain: (text) => process.stderr.write(`${text}\n`),
})
// Each backend gets a port of its own, where nothing stands in front of it.
for (const module of ['attendance', 'timetable'] as const)
  await stack.platform.bindApi({ module, api: 'api', municipality: null, origin: addresses.vendor[module] })
await stack.stop()
process.exit()
