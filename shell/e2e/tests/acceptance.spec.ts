import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openVendorMachine } from '../src/created-modules.ts'
import { enter, expectFocus, tabTo } from '../src/keyboard.ts'
import { logIn } from '../src/people.ts'
import { startProduct } from '../src/product.ts'
import type { Product } from '../src/product.ts'
import { expectNoSidewaysScroll, heading, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

// A municipality accepts what a service asks for before it is on, and anew where a release asks for more: until then the one that
// was accepted stays.
const MODULE = 'homework'
const data = mkdtempSync(join(tmpdir(), 'digione-acceptance-product-'))
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

/** The next version, with another word on its page, and more in its manifest. */
async function release(version: string, title: string, more: object): Promise<void> {
  const messages = join(folder(), 'web/messages/fi.json')
  writeFileSync(messages, readFileSync(messages, 'utf8').replace(/"title": "[^"]+"/, `"title": "${title}"`))
  const manifest = join(folder(), 'digione.json')
  const written = JSON.parse(readFileSync(manifest, 'utf8')) as object
  writeFileSync(manifest, JSON.stringify({ ...written, version, ...more }, null, 2))
  for (const args of [['build'], ['check', '--no-browser'], ['publish', '--account', account]]) await machine.digione(folder(), ...args)
}

const GROUPS = {
  id: 'roster.groups',
  purpose: { fi: 'Näyttää opettajalle ryhmien oppilaat.', sv: 'Visa läraren gruppernas elever.', en: 'To show teachers the pupils of their groups.' },
  legalBasis: 'public-task',
}
const title = (page: Page) => mounted(page, MODULE).getByRole('heading', { level: 1 })

test('a service is switched on by accepting what it asks for; a release that asks for more waits, by keyboard on a phone in Swedish', async ({ person }) => {
  test.setTimeout(480_000)
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
  await release('1.0.0', 'Läksyt nyt', { dataProtection: { storedIn: ['FI'], retention: { fi: 'Lukuvuosi.', sv: 'Läsåret.' } } })

  const admin = await person()
  const pupil = await person()
  await test.step('nothing is on before it is accepted, and what is asked for is read first', async () => {
    await logIn(admin, 'paakayttaja-espoo', { origin: product.origin, to: '/espoo/console' })
    const service = admin.locator(`[data-service="${MODULE}"]`)
    await expect(service.locator('[data-acceptance]')).toHaveText('Odottaa hyväksyntää')
    await service.getByRole('link').click()
    await admin.locator('[data-place="municipality"]').getByRole('switch').click()
    await expect(heading(admin)).toHaveText('Läksyt: tietojen käyttö')
    await expect(admin.locator('[data-asked="fields"]')).toContainText('tunniste, joka on vain tällä palvelulla')
    await expect(admin.locator('[data-asked="storedIn"]')).toContainText('Suomi')
    await expect(admin.locator('[data-asked="impactAssessment"]')).toContainText('ei ole kertonut')
    await admin.locator('[data-action="accept"]').click()
    await expect(heading(admin)).toHaveText('Läksyt')
    await expect(admin.locator('[data-accepted]')).toContainText(/^Hyväksytty .+, Riikka Seppälä\.$/)
    await expect(admin.locator('[data-place="municipality"]').getByRole('switch')).toBeChecked()
    await logIn(pupil, 'oppilas-4b', { origin: product.origin, to: `/espoo/${MODULE}` })
    await expect(title(pupil)).toHaveText('Läksyt nyt', { timeout: 45_000 })
  })

  await release('1.1.0', 'Läksyt ja ryhmät', { scopes: [GROUPS], dataProtection: { storedIn: ['FI', 'IE'], retention: { fi: 'Lukuvuosi.', sv: 'Läsåret.' } } })
  const phone = await person({ phone: true })
  await test.step('the one that was accepted stays on, and the difference alone is told', async () => {
    await logIn(phone, 'paakayttaja-espoo', { origin: product.origin, to: `/espoo/console/services/${MODULE}`, locale: 'sv' })
    const notice = phone.locator('[data-waiting]')
    await expect(notice).toContainText('Version 1.0.0 är i bruk tills du godkänner den nya.')
    await expect(notice.locator('[data-more] > li')).toHaveText([/^Nytt ändamål: Visa läraren gruppernas elever\./, 'Uppgifter lagras också i: Irland'])
    await expectNoSidewaysScroll(phone)
    await pupil.reload()
    await expect(title(pupil)).toHaveText('Läksyt nyt', { timeout: 45_000 })
  })

  await test.step('accepted, the new one is there at once', async () => {
    const accept = phone.locator('[data-waiting] [data-action="accept"]')
    await tabTo(accept)
    await expectFocus(accept)
    await enter(accept)
    await expect(phone.locator('[data-waiting]')).toHaveCount(0)
    await expect(phone.locator('[data-accepted]')).toContainText(/^Godkänt .+, Riikka Seppälä\.$/)
    await expect(title(pupil)).toHaveText('Läksyt ja ryhmät', { timeout: 45_000 })
  })

  await test.step('the register has it, for a spreadsheet and for a program; the history tells who accepted', async () => {
    await admin.goto(`${product.origin}/espoo/console/register`)
    const entry = admin.locator(`[data-entry="${MODULE}"]`)
    await expect(entry).toContainText('Näyttää opettajalle ryhmien oppilaat.')
    await expect(entry).toContainText('Suomi ja Irlanti')
    const [table] = await Promise.all([admin.waitForEvent('download'), admin.locator('[data-action="csv"]').click()])
    expect(table.suggestedFilename()).toBe('Käsittelytoimet-Espoo.csv')
    expect(readFileSync(await table.path(), 'utf8')).toMatch(/Läksyt;.*Näyttää opettajalle ryhmien oppilaat\.;julkinen tehtävä;/)
    const [file] = await Promise.all([admin.waitForEvent('download'), admin.locator('[data-action="json"]').click()])
    const { entries } = JSON.parse(readFileSync(await file.path(), 'utf8')) as { entries: { module: string; asks: { storedIn: string[] } }[] }
    expect(entries.find(({ module }) => module === MODULE)?.asks.storedIn).toEqual(['FI', 'IE'])
    await admin.goto(`${product.origin}/espoo/console/history`)
    await expect(admin.locator('.cn-history tbody tr').filter({ hasText: 'Palvelun Läksyt tietojen käyttö hyväksyttiin' })).toHaveCount(2)
  })
})
