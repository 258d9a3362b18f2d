import type { Page } from '@playwright/test'
import { lastSchoolSwitch } from '../src/journey.ts'
import { enter, expectFocus, expectNoTrap, tabTo } from '../src/keyboard.ts'
import { logIn, shellOrigin } from '../src/people.ts'
import { card, heading, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

test.use({ actionTimeout: 40_000 })
test.describe.configure({ timeout: 120_000 })

const nav = (page: Page, module: string) => page.locator(`.rail [data-nav="${module}"]`)
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** The pupil whose guardian has another child in another city. */
const eino = (page: Page) => page.locator('[data-learner]').filter({ hasText: 'Salminen Eino' })

/** By keys from the public page to the class of 24. */
async function toTheClass(page: Page): Promise<void> {
  await page.goto('/')
  await expect(heading(page)).toBeVisible()
  await press(page, 'Tab')
  await expectFocus(page.locator('.d1-skip-link'))
  await enter(page.locator('.landing-sign-in'))
  await enter(page.locator('[data-way="mpassid"]'))
  await enter(page.locator('[data-login="opettaja-espoo"]'))
  await page.waitForURL((url) => url.origin === shellOrigin())
  await expect(card(page, 'attendance')).toBeVisible()

  await press(page, 'Tab')
  await expectFocus(page.locator('.d1-skip-link'))
  await press(page, 'Enter')
  await expect(page.locator('#main')).toBeFocused()
  await press(page, 'Tab')
  expect(await page.evaluate(() => document.querySelector('#main')?.contains(document.activeElement))).toBe(true)

  await enter(nav(page, 'attendance'), { backwards: true })
  await expect(mounted(page, 'attendance').locator('h1')).toBeFocused()
  // One that nobody has marked yet, on an earlier day where today's all are.
  const unmarked = page.locator('[data-lesson][data-lesson-state="unmarked"]').filter({ hasText: '4B' })
  await expect(page.locator('[data-lesson]').first()).toBeVisible()
  while ((await unmarked.count()) === 0) {
    const day = await page.locator('.att-day-name').textContent()
    await enter(page.locator('.att-day-bar a[data-shape="icon"]').first())
    await expect(page.locator('.att-day-name')).not.toHaveText(day ?? '')
  }
  await enter(unmarked.first())
  await expect(page.locator('[data-learner]')).toHaveCount(24)
  await expect(mounted(page, 'attendance').locator('h1')).toBeFocused()
}

test('a lesson is marked, explained and undone without a mouse', async ({ person }) => {
  const page = await person()
  await toTheClass(page)
  const pupils = page.locator('[data-learner]')
  await tabTo(pupils)
  await press(page, 'Home')
  await expectFocus(pupils.first())
  await press(page, 'End')
  await expectFocus(pupils.last())
  const at = await pupils.evaluateAll((all) => all.findIndex((one) => one.textContent?.includes('Salminen Eino')))
  for (let up = 23; up > at; up--) await press(page, 'ArrowUp')
  await expectFocus(eino(page))
  const found = (await eino(page).getAttribute('data-mark')) ?? ''
  await press(page, '1', 'Space')
  await expect(eino(page)).toHaveAttribute('data-mark', 'late')
  await press(page, '3')
  await expect(eino(page)).toHaveAttribute('data-mark', 'absent')
  await expectFocus(eino(page))
  await enter(page.locator('[data-action="confirm"]'), { backwards: true })
  await expect(page.locator('[data-action="confirm"]')).toHaveAttribute('aria-disabled', 'true')
  await expect(page.locator('[data-saved="saved"]')).toBeVisible()
  await expectNoTrap(page)

  const home = await person()
  await logIn(home, 'huoltaja')
  const einosCard = home
    .locator('.desktop-card')
    .filter({ has: home.locator('.d1-chip-name', { hasText: 'Eino' }) })
    .filter({ has: card(home, 'attendance') })
  const reason = einosCard.locator('[data-reason="family"]')
  await tabTo(reason)
  await press(home, 'Space')
  await expect(reason).toHaveAttribute('aria-pressed', 'true')
  await expectFocus(reason)
  await enter(einosCard.locator('[data-action="send"]'))
  await expect(einosCard.locator('[data-state-of="explained"]')).toBeFocused()
  await enter(einosCard.locator('[data-action="undo"]'))
  await expect(einosCard.locator('[data-state-of="explained"]')).toHaveCount(0)
  await expectNoTrap(home)

  const undo = page.locator('[data-action="undo"]')
  await tabTo(undo)
  // The confirmation, and three marks at most.
  for (let step = 0; step < 4; step++) await press(page, 'Enter')
  await expect(eino(page)).toHaveAttribute('data-mark', found)
  await expectFocus(undo)
  await expect(page.locator('[data-saved="saved"]')).toBeVisible()
})

test('menus and the search open, move and close by keys, and give the focus back', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await expect(card(page, 'attendance')).toBeVisible()
  for (const button of [page.locator('.rail .context-button'), page.locator('.rail .person-button')]) {
    await tabTo(button)
    await press(page, 'Enter')
    await expect(button).toHaveAttribute('aria-expanded', 'true')
    await expect(page.locator('[role="menu"]:popover-open [role^="menuitem"]:focus')).toHaveCount(1)
    await press(page, 'ArrowDown', 'End', 'Home')
    await expectFocus(page.locator('[role="menu"]:popover-open [role^="menuitem"]').first())
    await press(page, 'Escape')
    await expect(button).toHaveAttribute('aria-expanded', 'false')
    await expectFocus(button)
  }
  await press(page, 'Control+k')
  await expectFocus(page.getByRole('combobox'))
  await press(page, 'Escape')
  await expectFocus(page.locator('.rail .person-button'))
  await press(page, 'Control+k')
  await page.keyboard.type('lukujär')
  await press(page, 'Enter')
  await expect(mounted(page, 'timetable').locator('h1')).toBeFocused()
})

test('a service is switched off and on without a mouse, and the question gives the focus back', async ({ person }) => {
  const page = await person()
  await logIn(page, 'paakayttaja-espoo')
  await enter(nav(page, 'console').first())
  await expect(mounted(page, 'console').locator('h1')).toBeFocused()
  await enter(page.locator('[data-service="attendance"] a'))
  const toggle = lastSchoolSwitch(page)
  await expect(toggle).toBeChecked()
  await expect(mounted(page, 'console').locator('h1')).toBeFocused()
  const question = page.getByRole('alertdialog')

  await tabTo(toggle)
  await press(page, 'Space')
  await expect(question).toBeVisible()
  await expectFocus(question.getByRole('button').first())
  await press(page, 'Escape')
  await expect(question).toHaveCount(0)
  await expectFocus(toggle)
  await expect(toggle).toBeChecked()

  try {
    await press(page, 'Space')
    await enter(question.getByRole('button', { name: 'Poista käytöstä' }))
    await expect(toggle).not.toBeChecked()
    await expectFocus(toggle)
    await enter(page.locator('.toast').getByRole('button', { name: 'Kumoa' }))
    await expect(toggle).toBeChecked()
    // Where Tab was before it came to the notice: the last stop of the page.
    await expectFocus(page.locator('[data-section="acceptance"] a').last())
    await expectNoTrap(page)
  } finally {
    await page.reload()
    await expect(toggle).toBeVisible()
    if (!(await toggle.isChecked())) await toggle.click()
    await expect(toggle).toBeChecked()
  }
})
