import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openVendorMachine } from '../src/created-modules.ts'
import { logIn } from '../src/people.ts'
import { startProduct } from '../src/product.ts'
import type { Product } from '../src/product.ts'
import { mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

// Somebody outside of this repository, with the packed SDK and the account that the operator gave: from nothing to a module in the
// live shell, its next version, and back.
const MODULE = 'homework'
const data = mkdtempSync(join(tmpdir(), 'digione-vendor-product-'))
const account = join(data, 'vendor.env')
let product: Product
let machine: Awaited<ReturnType<typeof openVendorMachine>>
let backend: ChildProcess | undefined

test.beforeAll(async () => {
  test.setTimeout(300_000)
  machine = await openVendorMachine()
  product = await startProduct({ root: join(import.meta.dirname, '../../..'), command: 'start', data })
})
test.afterAll(async () => {
  backend?.kill('SIGTERM')
  await product?.stop()
  machine?.remove()
  rmSync(data, { recursive: true, force: true })
})

const folder = () => join(machine.folder, MODULE)

async function digione(...args: string[]): Promise<string> {
  const { stdout } = await machine.digione(folder(), ...args)
  return stdout
}

/** The next version, with another word on its page. */
async function release(version: string, title: string): Promise<string> {
  const change = (file: string, from: RegExp, to: string) => writeFileSync(join(folder(), file), readFileSync(join(folder(), file), 'utf8').replace(from, to))
  change('digione.json', /"version": "[^"]+"/, `"version": "${version}"`)
  change('web/messages/fi.json', /"title": "[^"]+"/, `"title": "${title}"`)
  await digione('build')
  await digione('check', '--no-browser')
  return digione('publish', '--account', account)
}

const heading = (page: Page) => mounted(page, MODULE).getByRole('heading', { level: 1 })

test('create, publish, on in a municipality, update, withdraw: each is seen in the live shell', async ({ person }, { annotations }) => {
  test.setTimeout(480_000)
  const begun = performance.now()
  await machine.digione(
    machine.folder,
    'create',
    MODULE,
    '--template',
    'react',
    '--vendor',
    'Kokeilija Oy',
    '--contact',
    'tuki@kokeilija.example',
    '--name',
    'Läksyt',
  )
  copyFileSync(account, join(folder(), '.env'))
  backend = spawn(process.execPath, ['--env-file=.env', 'api/src/main.ts'], {
    cwd: folder(),
    stdio: 'ignore',
    env: { ...process.env, DATA_DIR: join(folder(), 'data') },
  })

  const pupil = await person()
  await logIn(pupil, 'oppilas-4b', { origin: product.origin })
  await expect(pupil.locator('[data-nav="timetable"]:visible').first()).toBeVisible()
  await expect(pupil.locator(`[data-nav="${MODULE}"]`)).toHaveCount(0)

  expect(await release('1.0.0', 'Läksyt nyt')).toMatch(/^Published homework@[0-9a-f]{12} \(1\.0\.0, .*signed with the key/)

  const admin = await person()
  await logIn(admin, 'paakayttaja-espoo', { origin: product.origin, to: `/espoo/console/services/${MODULE}` })
  await admin.locator('[data-place="municipality"]').getByRole('switch').click()
  await admin.locator('[data-action="accept"]').click()
  // The page that was open all the time has it without being loaded anew.
  await pupil.locator(`[data-nav="${MODULE}"]:visible`).first().click()
  await expect(heading(pupil)).toHaveText('Läksyt nyt', { timeout: 45_000 })
  await expect(mounted(pupil, MODULE).getByRole('checkbox').first()).toBeVisible()
  annotations.push({ type: 'measured', description: `from create to a module used in the live shell: ${Math.round((performance.now() - begun) / 1000)} s` })

  expect(await release('1.1.0', 'Läksyt uusi')).toContain('(1.1.0, ')
  // Nothing is being done on the page, so it takes what is new by itself; and what is withdrawn leaves it the same way.
  await expect(heading(pupil)).toHaveText('Läksyt uusi', { timeout: 45_000 })

  expect(await digione('yank', '1.1.0', '--account', account, '--reason', 'Kadottaa merkinnät')).toContain('Its channel gives 1.0.0 now.')
  await expect(heading(pupil)).toHaveText('Läksyt nyt', { timeout: 45_000 })
  const listed = await digione('releases', '--account', account)
  expect(listed).toMatch(/1\.1\.0 .*withdrawn: Kadottaa merkinnät/)
  expect(listed).toMatch(/1\.0\.0 .*stable, in use/)
  await expect(digione('publish', '--account', account)).rejects.toMatchObject({ stderr: expect.stringContaining('was withdrawn: Kadottaa merkinnät') })
})
