import type { FrameLocator, Locator, Page } from '@playwright/test'
import { isolate } from '../src/isolation.ts'
import { openService } from '../src/journey.ts'
import { speak } from '../src/languages.ts'
import { logIn } from '../src/people.ts'
import { goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

// Applications that were built by other tools for another place, each wrapped by a manifest and nothing else: see legacy-modules.ts.

/** From its list to a task, two steps back and two on at once, and anew. */
async function stepThrough(page: Page, app: Locator | FrameLocator, module: string): Promise<void> {
  const heading = app.locator('h1')
  await app.getByRole('link', { name: 'Tehtävä 9' }).click()
  await expect(page).toHaveURL(new RegExp(`/espoo/${module}/tasks/9$`))
  await page.goBack()
  await expect(heading).toHaveText('Tehtävälista')
  await page.goBack()
  await expect(heading).toHaveText('Tehtävä 8')
  await page.goForward()
  await page.goForward()
  await expect(heading).toHaveText('Tehtävä 9')
  await expect(page).toHaveURL(new RegExp(`/espoo/${module}/tasks/9$`))
  await page.reload()
}

const inFrame = (page: Page, module: string): FrameLocator => mounted(page, module).first().frameLocator('iframe')

for (const [module, place] of [
  ['legacy-react', inFrame],
  ['legacy-based', inFrame],
  ['paged-react', (page: Page, id: string) => mounted(page, id)],
] as const)
  test(`${module}: an application of another React runs with its own router, in the language of the platform`, async ({ person }) => {
    const page = await person()
    await logIn(page, 'koulusihteeri', { to: `/espoo/${module}/tasks/8` })
    const app = place(page, module)

    await test.step('a deep link leads to its page', async () => {
      await expect(app.locator('h1')).toHaveText('Tehtävä 8')
      await app.locator('button').click()
      await expect(app.locator('button')).toHaveText('Tehty 1')
    })

    await test.step('its links are steps of the one history', async () => {
      await app.getByRole('link', { name: 'Tehtävälista' }).click()
      await expect(app.locator('[data-react]')).toHaveAttribute('data-react', /^18\./)
      await expect(page).toHaveURL(new RegExp(`/espoo/${module}$`))
      await stepThrough(page, app, module)
      await expect(place(page, module).locator('h1')).toHaveText('Tehtävä 9')
    })

    await test.step('steps that it takes by itself are the platform’s too, as far as they are its own', async () => {
      const heading = () => place(page, module).locator('h1')
      const stepBy = async (by: number) => heading().evaluate((_, steps) => history.go(steps), by)
      await stepBy(-1)
      await expect(heading()).toHaveText('Tehtävälista')
      await expect(page).toHaveURL(new RegExp(`/espoo/${module}$`))
      await heading().evaluate(() => history.back())
      await expect(heading()).toHaveText('Tehtävä 8')
      if (place === inFrame) {
        // What lies before is not its own.
        await stepBy(-1)
        await page.waitForTimeout(500)
        await expect(page).toHaveURL(new RegExp(`/espoo/${module}/tasks/8$`))
      }
      await stepBy(2)
      await expect(heading()).toHaveText('Tehtävä 9')
      await expect(page).toHaveURL(new RegExp(`/espoo/${module}/tasks/9$`))
    })

    await test.step('it goes, and comes again', async () => {
      await goTo(page, 'attendance')
      await expect(page.locator(`[data-module="${module}"]`)).toHaveCount(0)
      await page.goBack()
      await expect(place(page, module).locator('h1')).toHaveText('Tehtävä 9')
    })
  })

for (const [module, place] of [
  ['legacy-angular', inFrame],
  ['paged-angular', (page: Page, id: string) => mounted(page, id)],
] as const)
  test(`${module}: an application that Angular compiled runs with its own router and its forms, in the language of the platform`, async ({ person }) => {
    const page = await person()
    await logIn(page, 'koulusihteeri', { to: `/espoo/${module}/tasks/8` })
    const app = place(page, module)
    const note = app.getByRole('textbox')

    await test.step('a deep link leads to its page, whose forms follow what is typed', async () => {
      await expect(app.locator('h1')).toHaveText('Tehtävä 8')
      await expect(app.locator('.acme-tasks')).toHaveCSS('letter-spacing', '1px')
      await expect(app.getByRole('button')).toBeDisabled()
      await note.fill('luettu')
      await app.getByRole('checkbox').check()
      await expect(app.locator('[data-done]')).toHaveAttribute('data-done', 'true')
      await app.getByRole('button', { name: 'Tallenna' }).click()
      await expect(app.locator('output')).toHaveText('Tallennettu: luettu')
    })

    await test.step('it follows the language while it stands', async () => {
      await speak(page, 'sv')
      await expect(app.locator('h1')).toHaveText('Uppgift 8')
      await expect(note).toHaveValue('luettu')
      await speak(page, 'fi')
      await expect(app.locator('h1')).toHaveText('Tehtävä 8')
    })

    await test.step('its links are steps of the one history', async () => {
      await app.getByRole('link', { name: 'Tehtävälista' }).click()
      await expect(app.locator('[data-angular]')).toHaveText(/^Angular 22\..*, espoo$/)
      // Angular ends the address of its root with a slash, and in a page it writes it by itself.
      await expect(page).toHaveURL(new RegExp(`/espoo/${module}${place === inFrame ? '' : '/'}$`))
      await stepThrough(page, app, module)
      await expect(app.locator('h1')).toHaveText('Tehtävä 9')
    })

    await test.step('it goes, and comes again', async () => {
      await goTo(page, 'attendance')
      await expect(page.locator(`[data-module="${module}"]`)).toHaveCount(0)
      await expect(page.locator('acme-root')).toHaveCount(0)
      await page.goBack()
      await expect(app.locator('h1')).toHaveText('Tehtävä 9')
      await app.getByRole('link', { name: 'Tehtävälista' }).click()
      await expect(app.locator('h1')).toHaveText('Tehtävälista')
      if (place === inFrame) await expect(app.locator('[data-items]')).toHaveText(/^items; /)
    })
  })

test('a module that the federation plugin built, with nothing of the SDK, runs with the libraries that the shell lends', async ({ person }) => {
  const page = await person()
  await logIn(page, 'koulusihteeri', { to: '/espoo/federated' })
  const app = mounted(page, 'federated')
  await expect(app.locator('h1')).toHaveAttribute('data-react', /^19\./)
  await app.getByRole('button').dblclick()
  await expect(app.getByRole('button')).toHaveText('2')
  await goTo(page, 'attendance')
  await page.goBack()
  await expect(app.getByRole('button')).toHaveText('0')
})

test('an application of another Vue runs as an ES module, with a storage that its frame does not have', async ({ person }) => {
  const page = await person()
  await logIn(page, 'koulusihteeri', { to: '/espoo/legacy-vue' })
  const app = inFrame(page, 'legacy-vue')
  await expect(app.locator('h1')).toHaveText(/^Vue 3\./)
  await expect(app.locator('h1')).toHaveCSS('color', 'rgb(1, 2, 3)')
  await expect(app.locator('[data-path]')).toHaveText('/espoo/legacy-vue')
  await expect(app.locator('[data-visits]')).toHaveText('1')
  await app.getByRole('button', { name: 'second' }).click()
  await expect(page).toHaveURL(/\/espoo\/legacy-vue\/second$/)
  await expect(app.locator('[data-path]')).toHaveText('/espoo/legacy-vue/second')
  // A link that its router does not take is a step like any other.
  await app.getByRole('link', { name: 'third' }).click()
  await expect(page).toHaveURL(/\/espoo\/legacy-vue\/third$/)
  await expect(app.locator('[data-path]')).toHaveText('/espoo/legacy-vue/third')
  await page.goBack()
  await expect(app.locator('[data-path]')).toHaveText('/espoo/legacy-vue/second')
})

test('a build of webpack’s finds its later parts, and its styles are put in as it puts them', async ({ person }) => {
  const page = await person()
  await logIn(page, 'koulusihteeri', { to: '/espoo/legacy-webpack' })
  const app = inFrame(page, 'legacy-webpack')
  await expect(app.locator('h1')).toHaveText('webpack /espoo/legacy-webpack')
  await expect(app.locator('.wp-words')).toHaveText('from a chunk')
  await expect(app.locator('.wp-words')).toHaveCSS('letter-spacing', '5px')
})

test('an application in a page goes on in a frame where its municipality isolates it', async ({ person }) => {
  const [admin, page] = [await person(), await person()]
  const module = 'paged-react'
  await logIn(admin, 'paakayttaja-espoo')
  await logIn(page, 'koulusihteeri', { to: `/espoo/${module}/tasks/8` })
  await expect(mounted(page, module).locator('h1')).toHaveText('Tehtävä 8')
  try {
    await isolate(admin, module, true)
    const app = inFrame(page, module)
    await expect(app.locator('h1')).toHaveText('Tehtävä 8')
    await app.getByRole('link', { name: 'Tehtävälista' }).click()
    await expect(page).toHaveURL(new RegExp(`/espoo/${module}$`))
    await page.goBack()
    await expect(app.locator('h1')).toHaveText('Tehtävä 8')
  } finally {
    await isolate(admin, module, false)
  }
  await expect(mounted(page, module).locator('iframe')).toHaveCount(0)
  await expect(mounted(page, module).locator('h1')).toHaveText('Tehtävä 8')
})

const line = (page: Page, module: string, name: string) => inFrame(page, module).locator(`[data-name="${name}"]`)

test('what a frame is opened for holds there, requests go by the host, and a parcel goes with its application', async ({ person }) => {
  // It tries to reach elsewhere, which stays refused.
  const page = await person({ attacked: true })
  const module = 'legacy-vanilla'
  await logIn(page, 'koulusihteeri', { to: `/espoo/${module}` })
  await expect(inFrame(page, module).locator('h1')).toHaveText('Terve 1')
  await expect(page).toHaveTitle(/^Acme · /)
  await expect(line(page, module, 'eval')).toHaveText('4')
  await expect(line(page, module, 'html')).toHaveText('shown')
  await expect(line(page, module, 'style')).toHaveText('styled')
  await expect(line(page, module, 'global')).toHaveText('3px')
  await expect(line(page, module, 'elsewhere')).toHaveText('refused')
  await expect(line(page, module, 'fetch')).toHaveText(/^items; /)
  await expect(line(page, module, 'xhr')).toHaveText(/^200 items by xhr; /)
  await expect(line(page, module, 'parcel')).toHaveText('count 1')
  // It is as high as its window, which is as high as it.
  const height = async () => (await mounted(page, module).boundingBox())?.height ?? 0
  const before = await height()
  await page.waitForTimeout(500)
  expect(await height()).toBe(before)
  expect(before).toBeLessThan(1200)
  await inFrame(page, module).getByRole('button', { name: 'more' }).click()
  await expect(line(page, module, 'parcel')).toHaveText('count 2')
  await goTo(page, 'attendance')
  await page.goBack()
  await expect(line(page, module, 'fetch')).toHaveText('items; left with 0 parcels')
})

test('a municipality sees what a service’s frame is opened for', async ({ person }) => {
  const admin = await person()
  await logIn(admin, 'paakayttaja-espoo')
  await openService(admin, 'legacy-vanilla')
  await expect(admin.locator('[data-legacy]')).toHaveText(/tekstistä ajettava koodi/)
})

test('what a frame is not opened for is refused there', async ({ person }) => {
  const page = await person({ attacked: true })
  const module = 'strict-vanilla'
  await logIn(page, 'koulusihteeri', { to: `/espoo/${module}` })
  await expect(line(page, module, 'eval')).toHaveText('refused')
  await expect(line(page, module, 'html')).toHaveText('refused')
  await expect(line(page, module, 'style')).toHaveText('plain')
  await expect(line(page, module, 'global')).not.toHaveText('3px')
  await expect(line(page, module, 'parcel')).toHaveText('count 1')
})
