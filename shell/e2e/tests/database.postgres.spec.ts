import { openService, SCHOOL, switchOff, switchOn } from '../src/journey.ts'
import { waitUntilKept } from '../src/outage.ts'
import { logIn, shellOrigin } from '../src/people.ts'
import { card, goTo, heading } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

async function database(what: 'cut' | 'mend'): Promise<void> {
  const answer = await fetch(`${process.env['E2E_DATABASE_SWITCH']}/${what}`, { method: 'POST' })
  expect(answer.status).toBe(204)
}
test.afterEach(() => database('mend'))

const warning = '.connection [data-status="warning"]'

test('while the database is down pages come from memory, a change is refused with words, and afterwards both go on', async ({ person }) => {
  test.setTimeout(150_000)
  const teacher = await person({ attacked: true })
  const admin = await person({ attacked: true })
  await logIn(teacher, 'opettaja-espoo')
  await expect(card(teacher, 'attendance')).toBeVisible()
  await waitUntilKept(teacher, shellOrigin())
  await logIn(admin, 'paakayttaja-espoo')
  await openService(admin, 'attendance')
  const place = admin.locator('[data-place]').filter({ hasText: SCHOOL })
  await expect(place.getByRole('switch')).toBeChecked()
  const page = () =>
    teacher.request
      .get(`http://127.0.0.1:${new URL(shellOrigin()).port}/`, { headers: { host: new URL(shellOrigin()).host } })
      .then((answer) => answer.status())
  expect(await page()).toBe(200)

  await database('cut')
  expect(await page(), 'the page itself, out of memory').toBe(200)
  await place.getByRole('switch').click()
  await admin.locator('dialog[open] [data-kind="danger"]').click()
  await expect(place.getByRole('alert')).toContainText('Muutosta ei saatu tehtyä')
  await expect(place.getByRole('switch')).toBeChecked()
  // Loaded anew, the shell stands, and says that what it knows is from before.
  await teacher.goto('/more')
  await expect(heading(teacher)).toBeVisible()
  await expect(teacher.locator(warning)).toContainText('voivat olla vanhentuneita')

  await database('mend')
  await expect(teacher.locator(warning)).toHaveCount(0, { timeout: 40_000 })
  await goTo(teacher, 'attendance')
  await admin.reload()
  await expect(place.getByRole('switch')).toBeChecked()
  await switchOff(admin, SCHOOL)
  await expect(teacher.locator('[data-nav="attendance"]:visible')).toHaveCount(0, { timeout: 45_000 })
  await switchOn(admin, SCHOOL)
  await expect(teacher.locator('[data-nav="attendance"]:visible').first()).toBeVisible({ timeout: 45_000 })
})
