import { join } from 'node:path'
import { askingCard, expectExplained, explainOnCard, markClass, openUnmarkedLesson, PUPIL } from '../src/journey.ts'
import { logIn } from '../src/people.ts'
import { type Product, startProduct } from '../src/product.ts'
import { madeUp, renameApps } from '../src/rename-apps.ts'
import { RepositoryCopy } from '../src/repository-copy.ts'
import { card, goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const [attendance, timetable, library, console] = ['attendance', 'timetable', 'library', 'console'].map(madeUp) as [string, string, string, string]

let copy: RepositoryCopy
let product: Product
let ids: Map<string, string>
test.beforeAll(async () => {
  test.setTimeout(480_000)
  copy = new RepositoryCopy()
  ids = renameApps(copy.root)
  product = await startProduct({ root: copy.root, command: 'start', data: join(copy.root, '.data'), env: copy.environment })
})
test.afterAll(async () => {
  await product?.stop()
  copy.remove()
})

test('every module under another id, with nothing changed outside apps/, is built, published and used as before', async ({ person }) => {
  const { origin } = product
  const teacher = await person()
  const guardian = await person({ phone: true })
  const admin = await person()

  await logIn(teacher, 'opettaja-espoo', { origin })
  await openUnmarkedLesson(teacher, attendance)
  await markClass(teacher, PUPIL)

  await logIn(guardian, 'huoltaja', { origin })
  await expect(card(guardian, attendance)).toHaveCount(2)
  await expect(card(guardian, timetable)).toHaveCount(2)
  for (const one of await card(guardian, timetable).all()) await expect(one.locator('li').first()).toBeVisible({ timeout: 20_000 })
  await expect(askingCard(guardian, attendance)).toHaveCount(1, { timeout: 20_000 })
  await explainOnCard(guardian, attendance)
  // By the renamed event of the renamed backend.
  await expectExplained(teacher, PUPIL)

  await logIn(admin, 'paakayttaja-espoo', { origin })
  await goTo(admin, console)
  await expect(mounted(admin, console).locator('[data-service]').first()).toBeVisible()
  const services = await mounted(admin, console)
    .locator('[data-service]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-service')))
  expect(services).toEqual(expect.arrayContaining([attendance, timetable, library]))
  for (const old of ids.keys()) expect(services).not.toContain(old)
})
