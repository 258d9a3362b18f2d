import type { Locator, Page } from '@playwright/test'
import { enter, tabTo } from '../src/keyboard.ts'
import { expectOnly, type Language } from '../src/languages.ts'
import { logIn } from '../src/people.ts'
import { expectNoSidewaysScroll, heading } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const SCHOOL = 'Kaarnapolun koulu'
/** In no language. */
const NOTICE = '30.5. 9.00'
const SETTINGS = '/espoo/console/services/timetable/settings'

const setting = (page: Page, key: string) => page.locator(`[data-setting="${key}"]`)
const action = (page: Page, name: string) => page.locator(`[data-action="${name}"]`)
const place = (page: Page) => page.locator('#cn-place')
const difference = (page: Page, key: string) => page.locator(`.cn-aside [data-difference="${key}"]`)
/** A lesson's line that says where it is and with whom. */
const withTeacher = (page: Page) => page.locator('.tt-detail').filter({ hasText: '·' })
const names = (page: Page) => page.locator('.tt-detail').first()

/** How somebody uses the page: with a finger or a mouse, or by the keyboard alone. */
interface Hand {
  press(target: Locator): Promise<void>
  toggle(target: Locator): Promise<void>
  write(target: Locator, text: string): Promise<void>
  choosePlace(page: Page): Promise<void>
}
async function choose(page: Page) {
  const school = page.locator('#cn-place option').filter({ hasText: SCHOOL })
  await place(page).selectOption((await school.getAttribute('value')) ?? '')
}
const pointing: Hand = {
  press: (target) => target.click(),
  toggle: (target) => target.click(),
  write: (target, text) => target.fill(text),
  choosePlace: choose,
}
const typing: Hand = {
  press: (target) => enter(target),
  async toggle(target) {
    await tabTo(target)
    await target.page().keyboard.press('Space')
  },
  async write(target, text) {
    await tabTo(target)
    await target.page().keyboard.press('ControlOrMeta+A')
    await target.page().keyboard.type(text)
  },
  async choosePlace(page) {
    await tabTo(place(page))
    // What is typed in a closed list chooses the first that begins so.
    await page.keyboard.type(SCHOOL.slice(0, 5))
  },
}

/** Whoever comes next finds nothing set. */
async function setNothing(page: Page): Promise<void> {
  for (const choosing of [async () => {}, choose]) {
    await page.goto(SETTINGS)
    await expect(setting(page, 'showTeachers')).toBeVisible()
    await choosing(page)
    await expect(action(page, 'save')).toHaveAttribute('aria-disabled', 'true')
    const inherit = action(page, 'inherit')
    if ((await inherit.count()) === 0) continue
    while ((await inherit.count()) > 0) await inherit.first().click()
    await action(page, 'save').click()
    await expect(page.locator('.cn-aside [data-difference]')).toHaveCount(0)
  }
}

const RUNS = [
  { how: 'with a mouse, in Finnish', hand: pointing, locale: 'fi', phone: false },
  { how: 'on a phone, in Swedish', hand: pointing, locale: 'sv', phone: true },
  { how: 'by the keyboard alone, in Finnish', hand: typing, locale: 'fi', phone: false },
] as const satisfies readonly { how: string; hand: Hand; locale: Language; phone: boolean }[]

for (const { how, hand, locale, phone } of RUNS) {
  test(`a school’s setting is in its open pages at once and in no other school’s, nobody’s work is lost, and it is taken back: ${how}`, async ({ person }) => {
    const admin = await person({ phone })
    await logIn(admin, 'paakayttaja-espoo', { locale, to: SETTINGS })
    await setNothing(admin)

    const learner = await person()
    await logIn(learner, 'oppilas-4b', { to: '/espoo/timetable?view=list' })
    await expect(withTeacher(learner).first()).toBeVisible()
    const elsewhere = await person()
    await logIn(elsewhere, 'lukiolainen', { to: '/espoo/timetable?view=list' })
    await expect(withTeacher(elsewhere).first()).toBeVisible()
    const before = await names(elsewhere).textContent()
    const principal = await person()
    await logIn(principal, 'rehtori', { to: '/espoo/timetable?view=list' })
    await principal.locator('main a[href*="/lessons/"]').first().click()
    const room = principal.locator('.tt-form input[maxlength="40"]')
    await room.fill('301')

    await admin.goto('/espoo/console/services/timetable')
    await hand.press(action(admin, 'settings'))
    await expect(heading(admin)).toBeVisible()
    await expect(setting(admin, 'showTeachers')).toHaveAttribute('data-from', 'default')
    await hand.choosePlace(admin)
    await expect(admin).toHaveURL(/\?school=/)
    // What cannot be is said at its field, which gets the focus.
    await hand.write(setting(admin, 'notice').locator('textarea'), 'x'.repeat(201))
    await hand.press(action(admin, 'save'))
    await expect(setting(admin, 'notice').getByRole('alert')).toHaveCount(1)
    await expect(setting(admin, 'notice').locator('textarea')).toBeFocused()
    await hand.write(setting(admin, 'notice').locator('textarea'), NOTICE)
    await expect(difference(admin, 'notice')).toContainText(NOTICE)

    // Another place, with something unsaved: that is asked about.
    if (hand !== typing) {
      await place(admin).selectOption('')
      await hand.press(admin.getByRole('alertdialog').getByRole('button').first())
      await expect(setting(admin, 'notice').locator('textarea')).toHaveValue(NOTICE)
    }

    // Meanwhile another administrator sets something else there: theirs stays, and nothing of this one's is lost.
    const other = await person()
    await logIn(other, 'paakayttaja-espoo-2', { to: new URL(admin.url()).pathname + new URL(admin.url()).search })
    await setting(other, 'showTeachers').locator('input').click()
    await action(other, 'save').click()
    await expect(setting(other, 'showTeachers')).toHaveAttribute('data-from', 'school')
    await expect(withTeacher(learner)).toHaveCount(0, { timeout: 3000 })
    await expect(withTeacher(elsewhere).first()).toBeVisible()
    await expect(room).toHaveValue('301')
    await expect(principal.locator('.tt-facts dt')).toHaveCount(3)

    await hand.press(action(admin, 'save'))
    await expect(admin.locator('.cn-aside').getByRole('alert')).toHaveCount(1)
    await expect(setting(admin, 'showTeachers').locator('input')).not.toBeChecked()
    await expect(difference(admin, 'notice')).toContainText(NOTICE)
    await expectNoSidewaysScroll(admin)
    await expectOnly(admin, locale)
    await hand.press(action(admin, 'save'))
    await expect(difference(admin, 'notice')).toHaveCount(0)
    await expect(learner.locator('[data-school-notice]')).toHaveText(NOTICE, { timeout: 3000 })
    await expect(withTeacher(learner)).toHaveCount(0)
    await expect(elsewhere.locator('[data-school-notice]')).toHaveCount(0)

    // Back to what the other one set, and then to what holds in the municipality.
    await hand.press(action(admin, 'revert').first())
    await hand.press(admin.getByRole('alertdialog').getByRole('button').last())
    await expect(learner.locator('[data-school-notice]')).toHaveCount(0, { timeout: 5000 })
    await expect(withTeacher(learner)).toHaveCount(0)
    await expect(setting(admin, 'notice')).toHaveAttribute('data-from', 'default')
    await hand.press(setting(admin, 'showTeachers').locator('[data-action="inherit"]'))
    await expect(setting(admin, 'showTeachers').locator('input')).toBeFocused()
    await hand.press(action(admin, 'save'))
    await expect(withTeacher(learner).first()).toBeVisible({ timeout: 3000 })
    await expect(names(elsewhere)).toHaveText(before ?? '')
    await expect(room).toHaveValue('301')
  })
}
