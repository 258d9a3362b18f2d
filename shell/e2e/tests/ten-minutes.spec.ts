import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { isThorough } from '../src/pairwise.ts'
import { logIn } from '../src/people.ts'
import { startProduct } from '../src/product.ts'
import type { Product } from '../src/product.ts'
import { mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

// The commands that vendors read of, run as they stand: in an empty folder, by npm itself, with what the operator gives and nothing else.
const ROOT = join(import.meta.dirname, '../../..')
const PAGES = ['sdk/README.md', 'docs/vendors.md', 'docs/checking.md']
const run = promisify(execFile)
/** What npx asks whether it may fetch: nobody is here to press Enter. */
const ENTER = { npm_config_yes: 'true' }

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'digione-ten-minutes-')))
const data = mkdtempSync(join(tmpdir(), 'digione-ten-minutes-product-'))
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  DIGIONE_KEYS: join(folder, 'keys'),
  NODE_ENV: undefined,
  ...ENTER,
}
let product: Product
let backend: ChildProcess | undefined

test.beforeAll(async () => {
  test.setTimeout(300_000)
  for (const packed of ['sdk', 'shell/sandbox']) execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: join(ROOT, packed), stdio: 'ignore' })
  product = await startProduct({ root: ROOT, command: 'start', data, env: { DIGIONE_DEVELOPERS: JSON.stringify([DEVELOPER]) } })
  copyFileSync(join(data, 'vendor.env'), join(folder, 'vendor.env'))
})
test.afterAll(async () => {
  backend?.kill('SIGTERM')
  await product?.stop()
  for (const made of [folder, data]) rmSync(made, { recursive: true, force: true })
})

/** What stands in the blocks of shell of a page, a command each. */
function shownIn(page: string): string[][] {
  const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, code = '']) => code.replaceAll('\\\n', ' '))
  return blocks.map((code) =>
    code
      .split('\n')
      .flatMap((line) => line.replace(/\s+# .*$/, '').split(' && '))
      .map((command) => command.replaceAll(/\s+/g, ' ').trim())
      .filter((command) => command !== ''),
  )
}

const sh = async (command: string, cwd: string): Promise<string> => (await run('sh', ['-c', command], { cwd, env, maxBuffer: 64 * 1024 * 1024 })).stdout

/** What does not end by itself: until it is ready, and until it has gone. */
async function untilReady(command: string, cwd: string): Promise<void> {
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (words += part.toString('utf8')))
  const ended = new Promise((tell) => child.once('close', tell))
  await expect.poll(() => words, { timeout: 120_000 }).toContain('Ctrl-C stops it.')
  // As Ctrl-C does it: to everything that was started.
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await ended
}

const STAYS = /^(?:npm run|npx digione) dev\b/
/** Where `digione dev` has the browser go, unless told otherwise. */
const DEVELOPER = 'http://digione.localhost:5100'
/** A platform of somebody's, as the docs write it. */
const SOME_PLATFORM = 'https://trial.digione.example'
const FIRST = 'npx --package ./digione-sdk-0.1.0.tgz digione create homework'

test('the first commands that a vendor reads lead from nothing to a module in the live shell, and every other one runs as well', async ({ person }, {
  annotations,
}) => {
  test.setTimeout(900_000)
  const [begin = [], ...others] = PAGES.flatMap(shownIn)
  expect(begin[0]).toBe(FIRST)
  let cwd = folder
  const begun = performance.now()
  const perform = async (command: string) => {
    const since = performance.now()
    if (command.startsWith('cd ')) cwd = join(cwd, command.slice(3))
    else if (STAYS.test(command)) await untilReady(command.replace(SOME_PLATFORM, product.origin), cwd)
    // Nobody is here to be asked.
    else await sh(command === FIRST ? `${command} --yes` : command, cwd)
    annotations.push({ type: 'measured', description: `${command}: ${((performance.now() - since) / 1000).toFixed(1)} s` })
  }
  for (const command of begin) await test.step(command, async () => perform(command))

  await test.step('on in a municipality, and used', async () => {
    copyFileSync(join(folder, 'vendor.env'), join(cwd, '.env'))
    backend = spawn(process.execPath, ['--env-file=.env', 'api/src/main.ts'], { cwd, stdio: 'ignore', env: { ...env, DATA_DIR: join(cwd, 'data') } })
    const admin = await person()
    await logIn(admin, 'paakayttaja-espoo', { origin: product.origin, to: '/espoo/console/services/homework' })
    await admin.locator('[data-place="municipality"]').getByRole('switch').click()
    await admin.locator('[data-action="accept"]').click()
    const pupil = await person()
    await logIn(pupil, 'oppilas-4b', { origin: product.origin, to: '/espoo/homework' })
    await expect(mounted(pupil, 'homework').getByRole('checkbox').first()).toBeVisible({ timeout: 45_000 })
  })
  const minutes = (performance.now() - begun) / 60_000
  const commands = begin.filter((command) => !command.startsWith('cd '))
  annotations.push({
    type: 'measured',
    description: `from nothing to a module used in the live shell: ${minutes.toFixed(1)} min, ${commands.length} commands`,
  })
  expect(minutes).toBeLessThan(10)
  expect(commands.length).toBeLessThanOrEqual(6)

  const seen = new Set(begin)
  for (const command of others.flat().filter((one) => !seen.has(one) && seen.add(one)))
    await test.step(command, async () => {
      const [, version] = /yank (\S+)/.exec(command) ?? []
      // What is withdrawn has to be there.
      if (version) await publishAs(version, cwd)
      if (command.includes('--channel preview')) setVersion('1.1.0', cwd)
      // Every gate has been gone through once: a soak goes through them again.
      const isAgain = !isThorough && /digione check(?! --(?:only|no-browser))/.test(command)
      if (isAgain) await sh(`${command} --no-browser`, cwd)
      else await (command.includes(' create ') ? sh(command.replace(' create homework', ' create homework-2'), folder) : perform(command))
    })
})

function setVersion(version: string, cwd: string): void {
  const file = join(cwd, 'digione.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"version": "[^"]+"/, `"version": "${version}"`))
  execFileSync('npx', ['digione', 'build'], { cwd, env, stdio: 'ignore' })
}
async function publishAs(version: string, cwd: string): Promise<void> {
  setVersion(version, cwd)
  await sh('npx digione publish --account ../vendor.env', cwd)
}
