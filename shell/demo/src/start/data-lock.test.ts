import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockData } from './data-lock.ts'
import { Refusal } from './settings.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'digione-lock-'))

test('a folder that is in use is refused, and free again once given back', async () => {
  const data = folder()
  const giveBack = await lockData(data)
  await expect(lockData(data)).rejects.toThrow(Refusal)
  giveBack()
  const again = await lockData(data)
  again()
})

test('a process that was killed leaves nothing in the way', async () => {
  const data = folder()
  const script = `import { lockData } from ${JSON.stringify(join(import.meta.dirname, 'data-lock.ts'))}; await lockData(${JSON.stringify(data)}); console.log('locked'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  await expect(lockData(data)).rejects.toThrow(Refusal)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const giveBack = await lockData(data)
  giveBack()
})
