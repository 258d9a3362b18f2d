import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** A backend that answers its health check, and does not mind who asks it to end. */
const BACKEND = `import { createServer } from 'node:http'
process.on('SIGTERM', () => {})
createServer((_, res) => res.end()).listen(Number(process.env.PORT), '127.0.0.1')
`

test('a backend does not outlive the process that started it, even where that ends without stopping it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'digione-backends-'))
  mkdirSync(join(folder, 'api', 'src'), { recursive: true })
  writeFileSync(join(folder, 'api', 'src', 'main.ts'), BACKEND)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const script = `import { startBackends } from ${JSON.stringify(join(import.meta.dirname, 'backends.ts'))}
const module = { folder: 'tasks', path: ${JSON.stringify(folder)}, backend: ${JSON.stringify(join(folder, 'api', 'src', 'main.ts'))} }
const { list } = await startBackends([module], ${JSON.stringify(folder)}, () => ({}), () => {})
const answer = await fetch('http://127.0.0.1:' + list[0].port)
console.log(answer.status + ' ' + list[0].port)
process.exit(1)`
  // No arguments of its own: what it starts is given them too.
  const file = join(folder, 'launch.ts')
  writeFileSync(file, script)
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let words = ''
  child.stdout.on('data', (part: Buffer) => (words += part.toString('utf8')))
  await once(child, 'close')
  const [status, port] = words.trim().split(' ')
  expect(status).toBe('200')
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => 'answers',
        () => 'gone',
      ),
    )
    .toBe('gone')
})
