/** The sandbox: started by `digione dev` in a process of its own, which it takes orders of. */
import { type SandboxNews, SandboxOrder } from '@digione/contracts'
import { dropRuntimeWarning } from '@digione/shell-demo/runtime-warning'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

dropRuntimeWarning()
const tell = (news: SandboxNews) => process.send?.(news)
const complain = (text: string) => tell({ news: 'complaint', text })
let sandbox: Sandbox | null = null

async function end(): Promise<never> {
  await sandbox?.stop()
  process.exit()
}

async function carryOut(order: SandboxOrder): Promise<SandboxNews> {
  if (order.order === 'start') {
    sandbox = await openSandbox(order, complain)
    return { news: 'ready', ...sandbox.facts }
  }
  if (order.order === 'stop') return end()
  if (!sandbox) throw new Error('The sandbox has not been started.')
  if (order.order === 'introduce') await sandbox.introduce(order.manifest)
  else await sandbox.switchOn(order.manifest)
  return { news: 'done' }
}

/** One order at a time: their answers bear no name. */
let last: Promise<unknown> = Promise.resolve()
process.on('message', (message) => {
  last = last
    .then(async () => carryOut(SandboxOrder.parse(message)))
    .then(tell, (error: unknown) => tell({ news: 'refused', text: error instanceof Error ? error.message : String(error) }))
})
// Whoever ordered it is gone, however that came about.
process.on('disconnect', () => void end())
// Ctrl-C reaches the whole group: it is the orderer who says when to stop.
process.on('SIGINT', () => {})
