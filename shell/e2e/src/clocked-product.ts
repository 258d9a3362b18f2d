// A process of its own for `startClockedProduct`: the product as `npm start` starts it, with a clock that its parent sets.
import { startStack } from '@digione/shell-demo/stack'
import { readSettings } from '@digione/shell-demo/settings'

let aheadMs = 0
const settings = readSettings(process.env, '.data')
const stack = await startStack({
  settings,
  now: () => Date.now() + aheadMs,
  prepare: () => Promise.resolve(),
  complain: (text) => process.stderr.write(`${text}\n`),
})
process.on('message', (ahead: number) => {
  aheadMs = ahead
  process.send?.('set')
})
process.once('disconnect', () => void stack.stop().then(() => process.exit(0)))
process.send?.(stack.origins.shell)
