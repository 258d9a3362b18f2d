import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createdModule, createModules, TEMPLATES } from '../src/created-modules.ts'
import type { CreatedModules } from '../src/created-modules.ts'
import { examine } from '../src/examination.ts'
import { speak } from '../src/languages.ts'
import { COMBINATIONS_TIMEOUT_MS, isThorough } from '../src/pairwise.ts'
import { logIn } from '../src/people.ts'
import { type Product, startProduct } from '../src/product.ts'
import { countIntervals, cycle, expectNothingLeft } from '../src/residue.ts'
import { card, goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

// What `digione create` made, each template's as it is, published to a product of its own and run with its own backend.
let created: CreatedModules
let product: Product
const data = mkdtempSync(join(tmpdir(), 'digione-templates-'))
test.beforeAll(async () => {
  test.setTimeout(300_000)
  created = await createModules()
  product = await startProduct({ root: join(import.meta.dirname, '../../..'), command: 'start', data, env: { DIGIONE_MODULES: created.folder } })
})
test.afterAll(async () => {
  await product?.stop()
  created?.remove()
  rmSync(data, { recursive: true, force: true })
})

const modules = TEMPLATES.map(createdModule)
/** Until what is made once for all mounts has been made. */
const WARM_UP = 6
const CYCLES = 4

/** Every error that the console of a page tells. */
function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}

test('a pupil’s desktop has the card of every template, with the same homework', async ({ person }) => {
  const page = await person()
  const errors = errorsOf(page)
  await logIn(page, 'oppilas-4b', { origin: product.origin })
  for (const module of modules) {
    await expect(card(page, module)).toContainText('Tekemättä 5', { timeout: 45_000 })
    await expect(card(page, module).locator('li')).toHaveText([/Äidinkieli/, /Matematiikka/, /Englanti/])
    await expect(card(page, module).getByRole('link')).toHaveAttribute('href', `/espoo/${module}`)
  }
  expect(errors).toEqual([])
})

for (const template of TEMPLATES) {
  test(`the page of the template ${template}: a pupil’s mark is saved, undone, and follows the language, and the guardian sees it`, async ({ person }) => {
    const module = createdModule(template)
    const page = await person()
    const errors = errorsOf(page)
    await logIn(page, 'oppilas-4b', { origin: product.origin })
    await goTo(page, module)
    const module_ = mounted(page, module)
    const maths = module_.getByRole('checkbox', { name: /Matematiikka/ })
    await maths.check()
    await expect(page.locator('.toast-text')).toContainText('Merkitty tehdyksi: Matematiikka')
    await expect(maths).toBeFocused()
    await page.getByRole('button', { name: 'Kumoa' }).click()
    await expect(maths).not.toBeChecked()
    await expect(module_).toContainText('Tekemättä 5')
    await maths.check()
    await expect(module_).toContainText('Tekemättä 4')

    await speak(page, 'sv')
    await expect(module_.getByRole('checkbox', { name: /Matematik/ })).toBeChecked()
    await expect(module_).toContainText('Kvar att göra: 4')
    await page.locator('[data-nav="desktop"]:visible').first().click()
    await expect(card(page, module)).toContainText('Kvar att göra: 4')
    await expect(page.locator(`[data-module="${module}"][data-slot="page"]`)).toHaveCount(0)
    expect(errors).toEqual([])

    const guardian = await person({ phone: true, dark: true })
    const theirErrors = errorsOf(guardian)
    await logIn(guardian, 'huoltaja', { origin: product.origin, to: `/espoo/${module}` })
    const seen = mounted(guardian, module)
    await expect(seen.locator('d1-status').filter({ hasText: 'Tehty' })).toHaveCount(1)
    await expect(seen.getByRole('checkbox')).toHaveCount(0)
    expect(theirErrors).toEqual([])
  })
}

test('the pages and cards of templates are accessible, in every language and theme, down to 320 px', async ({ person }) => {
  test.setTimeout(COMBINATIONS_TIMEOUT_MS * 2)
  const page = await person()
  await logIn(page, 'oppilas-4b', { origin: product.origin })
  await examine(page, { name: 'desktop with every template’s card' })
  // Their markup is the same, made by five frameworks: all of them in a soak, two here.
  for (const module of isThorough ? modules : [createdModule('react'), createdModule('single-spa')]) {
    await page.goto(`${product.origin}/espoo/${module}`)
    await expect(mounted(page, module).getByRole('checkbox').first()).toBeVisible()
    await examine(page, { name: `page of ${module}` })
  }
})

test(`${CYCLES} mounts of every template’s page and card leave nothing behind`, async ({ person }) => {
  test.setTimeout(480_000)
  const page = await person()
  await page.addInitScript(countIntervals)
  await logIn(page, 'oppilas-4b', { origin: product.origin })
  for (const module of modules) await expect(card(page, module)).toBeVisible({ timeout: 45_000 })
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  await cycle(page, { modules, cards: modules }, WARM_UP)
  await expectNothingLeft(page, cdp, async () => cycle(page, { modules, cards: modules }, CYCLES))
})
