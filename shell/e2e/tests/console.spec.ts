import { readFileSync } from 'node:fs'
import { openUnmarkedLesson } from '../src/journey.ts'
import { logIn } from '../src/people.ts'
import { expectNoSidewaysScroll, heading, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

test('an administrator orders and finds schools, and takes them and the history along as files', async ({ person }) => {
  const page = await person()
  await logIn(page, 'paakayttaja-espoo', { to: '/espoo/console/services/attendance' })
  const schools = page.locator('tr[data-place] label')
  await expect(schools.first()).toBeVisible()
  const names = await schools.allTextContents()
  expect(names.length).toBeGreaterThan(1)

  // The order of a Finnish list, and the other way round, without a mouse.
  const byName = page.getByRole('button', { name: 'Koulu', exact: true })
  await expect(page.getByRole('columnheader', { name: 'Koulu' })).toHaveAttribute('aria-sort', 'ascending')
  await byName.press('Enter')
  await expect(schools).toHaveText(names.toReversed())
  await expect(byName).toBeFocused()
  await expect(page.getByRole('columnheader', { name: 'Koulu' })).toHaveAttribute('aria-sort', 'descending')

  await page.getByRole('searchbox', { name: 'Etsi koulua' }).fill(names[0] ?? '')
  await expect(schools).toHaveCount(1)
  await expect(page.locator('.cn-found')).toHaveText(`1/${names.length} koulua`)
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action="export"]').click()])
  expect(file.suggestedFilename()).toBe('Poissaolot-Espoo.csv')
  expect(readFileSync(await file.path(), 'utf8')).toMatch(new RegExp(`^\\uFEFFKoulu;Tila;Päätös\\r\\n${names[0]};Käytössä;.+\\r\\n$`))

  await page.goto('/espoo/console/history')
  await expect(page.locator('.cn-history tbody tr').first()).toBeVisible()
  const [history] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action="export"]').click()])
  expect(readFileSync(await history.path(), 'utf8')).toMatch(/^\uFEFFMilloin;Mitä;Palvelu;Missä;Kuka\r\n/)
  await page.getByRole('combobox', { name: 'Palvelu' }).selectOption({ label: 'Lukujärjestys' })
  await expect(page.locator('.cn-history tbody tr').filter({ hasText: 'Poissaolot' })).toHaveCount(0)
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
})

test('a service that is stopped closes at once for everybody there, with the reason in their language, and comes back as it was decided', async ({
  person,
}) => {
  const [admin, teacher, elsewhere] = [await person(), await person(), await person()]
  await logIn(teacher, 'opettaja-espoo', { to: '/espoo/timetable', locale: 'sv' })
  await expect(mounted(teacher, 'timetable')).toHaveAttribute('data-state', 'ready')
  await logIn(elsewhere, 'opettaja-vantaa', { to: '/vantaa/timetable' })
  await logIn(admin, 'paakayttaja-espoo', { to: '/espoo/console/services/timetable' })
  const stopping = admin.locator('[data-section="stopping"]')
  await stopping.locator('summary').click()
  await stopping.locator('[data-action="stop"]').click()
  await expect(stopping.getByRole('alert')).toHaveCount(2)
  await stopping.locator('[data-language="fi"]').fill('Tunneista puuttuu tietoja.')
  await stopping.locator('[data-language="sv"]').fill('Uppgifter saknas på lektionerna.')
  await stopping.locator('[data-action="stop"]').click()
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Pysäytä' }).click()
  await expect(admin.locator('[data-stopped]')).toContainText('Tunneista puuttuu tietoja.')
  try {
    await expect(heading(teacher)).toHaveText('Tjänsten är stoppad tills vidare')
    await expect(teacher.locator('main')).toContainText('Uppgifter saknas på lektionerna.')
    await expect(teacher.locator('[data-nav="timetable"]')).toHaveCount(0)
    await expect(mounted(elsewhere, 'timetable')).toHaveAttribute('data-state', 'ready')
    await teacher.reload()
    await expect(teacher.locator('main')).toContainText('Uppgifter saknas på lektionerna.')
  } finally {
    await stopping.locator('[data-action="resume"]').click()
  }
  await expect(admin.locator('[data-stopped]')).toHaveCount(0)
  await expect(mounted(teacher, 'timetable')).toHaveAttribute('data-state', 'ready')
})

test('what a vendor’s backend was in fact given is told in counts, and fits the narrowest phone', async ({ person }) => {
  const [teacher, admin] = [await person(), await person({ phone: true })]
  await logIn(teacher, 'opettaja-espoo')
  // The class is read when its lesson is opened.
  await openUnmarkedLesson(teacher)
  await logIn(admin, 'paakayttaja-espoo', { to: '/espoo/console/services/attendance', locale: 'sv' })
  await expect(async () => {
    await admin.reload()
    await expect(admin.locator('[data-released="people"]')).toContainText(/[1-9]\d* personer, [1-9]\d* hämtningar$/, { timeout: 5000 })
  }).toPass({ timeout: 45_000 })
  for (const width of [390, 320]) {
    await admin.setViewportSize({ width, height: 844 })
    await expectNoSidewaysScroll(admin)
  }
})
