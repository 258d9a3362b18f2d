import { logIn } from '../src/people.ts'
import { card, expectNoSidewaysScroll, goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

test('a guardian on a phone sees both children, in two cities, on one desktop', async ({ person }) => {
  const page = await person({ phone: true })
  await logIn(page, 'huoltaja')
  await expect(card(page, 'attendance')).toHaveCount(2)
  await expect(card(page, 'timetable')).toHaveCount(2)
  for (const one of await card(page, 'timetable').all()) await expect(one.locator('li').first()).toBeVisible({ timeout: 20_000 })
  await expectNoSidewaysScroll(page)
})

test('a teacher opens attendance from the navigation and finds the class of 24', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await goTo(page, 'attendance')
  await page.locator('[data-lesson]').filter({ hasText: '4B' }).first().click({ timeout: 20_000 })
  await expect(page.locator('[data-learner]')).toHaveCount(24, { timeout: 20_000 })
  await expect(mounted(page, 'attendance')).toBeVisible()
})

test('a second grader meets pictures, and presses on nothing smaller than 56 px', async ({ person }) => {
  const page = await person()
  await logIn(page, 'oppilas-2')
  const lessons = card(page, 'timetable')
  await expect(lessons.locator('li d1-icon').first()).toBeVisible({ timeout: 20_000 })
  const targets = [page.locator('[data-nav]:visible'), lessons.locator('li'), lessons.locator('button')]
  for (const target of targets) for (const one of await target.all()) expect((await one.boundingBox())?.height).toBeGreaterThanOrEqual(56)
})
