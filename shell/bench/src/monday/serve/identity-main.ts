// The development identity providers in a process of their own, with the demo's people and those whom the load plays.
import { createServer } from 'node:http'
import { dataset } from '@digione/shell-demo'
import { startIdentity } from '@digione/shell-demo/identity'
import { LauncherMemory } from '@digione/shell-demo/launcher-memory'
import { demoUpstreams } from '@digione/shell-demo/upstreams'
import { people } from '../people.ts'
import type { Addresses } from './addresses.ts'

const addresses = JSON.parse(process.env['BENCH_ADDRESSES'] ?? '') as Addresses
const memory = new LauncherMemory(process.env['BENCH_DATA'] ?? '')
const secretOf = (id: string) => memory.secret(`upstream ${id}`)
const upstreams = demoUpstreams(addresses.identity, { mpassid: secretOf('mpassid'), suomifi: secretOf('suomifi'), directory: secretOf('directory') })
const identity = startIdentity(addresses, upstreams, dataset(new Date()).people, people(Number(process.env['BENCH_ACCOUNTS'])))
createServer((request, response) => {
  if (request.url === '/healthz') response.end('ok')
  else identity.handle(request, response)
}).listen(addresses.ports.identity, '127.0.0.1')
