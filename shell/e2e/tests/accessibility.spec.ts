import type { Page } from '@playwright/test'
import { examine, looksOf, settled, WIDTHS } from '../src/examination.ts'
import { LANGUAGES, speakByMenu } from '../src/languages.ts'
import type { Language } from '../src/languages.ts'
import { allOf, COMBINATIONS_TIMEOUT_MS, pairsOf } from '../src/pairwise.ts'
import { logIn, sessionOrigin } from '../src/people.ts'
import { card, goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { THEMES } from '../src/themes.ts'

test.describe.configure({ timeout: COMBINATIONS_TIMEOUT_MS })
// No trace: it would take longer than the looks, and each failure names view, language, theme and element.
test.use({ actionTimeout: 40_000, trace: 'off' })

const close = async (page: Page) => page.keyboard.press('Escape')
const goBack = async (page: Page) => page.locator('[data-nav="desktop"]:visible').first().click()
const byLink = async (page: Page, language: Language) => {
  await page.getByRole('link', { name: LANGUAGES[language], exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

test('a view is looked at in each language, theme and width, and all views together in each pair of them', () => {
  const languages = Object.keys(LANGUAGES) as Language[]
  const looks = [...'abcdefghi'].map((name) => looksOf(name, languages, WIDTHS))
  for (const one of looks) {
    expect(new Set(one.map(({ language }) => language)).size).toBe(languages.length)
    expect(new Set(one.map(({ theme }) => theme)).size).toBe(THEMES.length)
    expect(new Set(one.map(({ width }) => width)).size).toBe(WIDTHS.length)
  }
  const all = allOf({ language: languages, theme: THEMES, width: WIDTHS })
  expect([...new Set(looks.flat().flatMap(pairsOf))].toSorted()).toEqual([...new Set(all.flatMap(pairsOf))].toSorted())
})

test('the pages before a log-in are accessible, in every language and theme', async ({ person }) => {
  const page = await person()
  for (const [name, path] of Object.entries({ 'landing page': '/', 'accessibility statement': '/accessibility', 'feedback form': '/feedback' })) {
    await page.goto(path)
    await settled(page)
    await examine(page, { name, speak: speakByMenu })
  }
  await page.locator('[name="email"]').fill('kotona')
  await page.locator('form [type="submit"]').click()
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(2)
  await examine(page, { name: 'feedback form with its errors', speak: speakByMenu })
})

test('the pages of the log-in are accessible, in every language and theme', async ({ person }) => {
  const page = await person()
  await page.goto(`${sessionOrigin()}/login`)
  await expect(page.locator('[data-way]').first()).toBeVisible()
  await examine(page, { name: 'ways in', speak: byLink })
  for (const way of ['mpassid', 'suomifi', 'directory']) {
    await page.goto(`${sessionOrigin()}/login`)
    await page.locator(`[data-way="${way}"]`).click()
    await expect(page.locator('[data-login]').first()).toBeVisible()
    await examine(page, { name: `who logs in, ${way}`, speak: byLink })
  }
  await page.locator('[name="cancel"]').click()
  await expect(page.locator('[data-way]').first()).toBeVisible()
  await examine(page, { name: 'ways in, after going back', speak: byLink })
})

test('a log-in that is refused says so accessibly', async ({ person }) => {
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    const page = await person()
    await page.goto(`${sessionOrigin()}/login?provider=mpassid&locale=${language}`)
    await page.locator('[data-login="ilman-oppijanumeroa"]').click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await examine(page, { name: 'refusal', languages: [language], speak: async () => {} })
  }
})

test('what a teacher meets is accessible, in every language and theme', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await examine(page, { name: 'desktop' })
  await examine(page, { name: 'roles to switch to', close, open: async () => page.locator('.context-button:visible').click() })
  // A phone has it on its page "more".
  await examine(page, { name: 'own menu', widths: [768, 1280], close, open: async () => page.locator('.rail .person-button').click() })
  await examine(page, { name: 'search', close, open: async () => page.keyboard.press('Control+k') })

  await goTo(page, 'attendance')
  await examine(page, { name: 'lessons of the day' })
  await page.locator('[data-lesson]').filter({ hasText: '4B' }).first().click()
  await expect(page.locator('[data-learner]')).toHaveCount(24)
  const pupil = page.locator('[data-learner]:not([data-mark="absent"])').first()
  const learner = (await pupil.getAttribute('data-learner')) ?? ''
  await pupil.press('3')
  await expect(page.locator(`[data-learner="${learner}"]`)).toHaveAttribute('data-mark', 'absent')
  await examine(page, { name: 'lesson with an absent pupil' })
  await page.locator('[data-view="seats"]').click()
  await examine(page, { name: 'lesson by its seats' })
  await page.locator('[data-action="arrange"]').click()
  await page.locator('[data-place="2"]').click()
  await examine(page, { name: 'seats that are being arranged' })
  await page.locator('[data-action="cancel-seats"]').click()
  await page.locator('[data-view="list"]').click()
  await page.locator('[data-action="undo"]').click()
  await expect(page.locator('[data-saved="saved"]')).toBeVisible()

  await goTo(page, 'timetable')
  await examine(page, { name: 'timetable’s week' })
  await page.locator('[data-module="timetable"] a[href*="/timetable/lessons/"]').first().click()
  await examine(page, { name: 'lesson of the timetable' })
})

test('what stands where something is not is accessible, in every language and theme', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'opettaja-espoo', { to: '/espoo/console' })
  await examine(page, { name: 'module that is not on' })
  await page.goto('/nowhere')
  await examine(page, { name: 'page that is not there' })
  await page.route(/releases\/timetable\/.*remoteEntry/, async (route) => route.fulfill({ status: 404 }))
  await page.goto('/espoo/timetable')
  await expect(page.locator('.failure')).toBeVisible()
  await examine(page, { name: 'module that failed' })
  await page.goto('/')
  await expect(page.locator('.failure').first()).toBeVisible()
  await examine(page, { name: 'desktop with a card that failed' })
})

test('what a guardian meets on a phone is accessible, in every language and theme', async ({ person }) => {
  const page = await person({ phone: true })
  await logIn(page, 'huoltaja')
  await expect(card(page, 'attendance')).toHaveCount(2)
  await examine(page, { name: 'desktop with two children' })
  await page.goto('/more')
  await examine(page, { name: 'more' })
  await goTo(page, 'attendance')
  await examine(page, { name: 'absences of a child' })
  await goTo(page, 'timetable')
  await examine(page, { name: 'timetable’s day' })
  await page.goto('/espoo/timetable?view=list')
  await expect(page.locator('.tt-list-day').first()).toBeVisible()
  await examine(page, { name: 'timetable’s week as a list' })
  await page.goto('/vantaa/timetable')
  await expect(page.locator('main [data-context]')).toHaveCount(1)
  await examine(page, { name: 'page of another role' })
})

test('what a municipal admin meets is accessible, in every language and theme', async ({ person }) => {
  const page = await person()
  await logIn(page, 'paakayttaja-espoo')
  await examine(page, { name: 'desktop' })
  await goTo(page, 'console')
  await examine(page, { name: 'services' })
  await page.locator('[data-service="attendance"] a').click()
  await expect(page.getByRole('switch').first()).toBeVisible()
  await examine(page, { name: 'one service' })
  await examine(page, {
    name: 'question before switching off',
    close,
    open: async (open) => {
      await open.locator('[data-place]:not([data-place="municipality"]) [role="switch"]:checked').first().click()
      await expect(open.getByRole('alertdialog')).toBeVisible()
    },
  })
  await page.goto('/espoo/console/services/attendance/plan')
  await page.locator('input[name="cn-where"][value="some"]').check()
  await page.locator('input[name="cn-when"][value="later"]').check()
  await page.locator('[data-action="keep"]').click()
  await examine(page, { name: 'a plan with what is wrong in it' })
  await page.getByRole('checkbox').first().check()
  await page.locator('[data-field="date"] input[type="date"]').fill('2040-08-01')
  await expect(page.locator('[data-effect], [data-conflict]').first()).toBeVisible()
  await examine(page, { name: 'a plan with whom it reaches' })
  await page.locator('[data-action="keep"]').click()
  await expect(page.locator('[data-change-state="draft"]')).toBeVisible()
  await examine(page, { name: 'a planned change' })
  await page.goto('/espoo/console/changes')
  await expect(page.locator('[data-change]').first()).toBeVisible()
  await examine(page, { name: 'planned changes' })
  await page.goto('/espoo/console/services/attendance/settings')
  const days = page.locator('[data-setting="explanationDays"] input')
  await days.fill('31')
  await page.locator('[data-setting="reasons"] input').first().uncheck()
  await page.locator('[data-action="save"]').click()
  await expect(days).toHaveAttribute('aria-invalid', 'true')
  await examine(page, { name: 'settings with what is wrong and what changes' })
  await page.locator('[data-action="drop"]').click()
  await page.goto('/espoo/console/history')
  await expect(mounted(page, 'console')).toBeVisible()
  await examine(page, { name: 'history of changes' })
  for (const [name, path] of Object.entries({ 'what a service asks for': 'services/attendance/acceptance', 'the register of processing': 'register' })) {
    await page.goto(`/espoo/console/${path}`)
    await expect(mounted(page, 'console').locator('.cn-asked').first()).toBeVisible()
    await examine(page, { name })
  }
})

for (const [login, who] of Object.entries({ lukiolainen: 'upper secondary student', 'oppilas-2': 'pupil in grade 2', rehtori: 'principal' } as const)) {
  test(`what a ${who} meets is accessible, in every language and theme`, async ({ person }) => {
    const page = await person()
    await logIn(page, login as 'lukiolainen')
    await examine(page, { name: 'desktop' })
    await goTo(page, 'attendance')
    await examine(page, { name: 'absences' })
    await goBack(page)
  })
}
