import type { Locator, Page } from '@playwright/test'
import { settled } from '../src/examination.ts'
import { faultModule } from '../src/fault-modules.ts'
import { lastSchoolSwitch, openUnmarkedLesson, PUPIL } from '../src/journey.ts'
import { LANGUAGES, speak } from '../src/languages.ts'
import type { Language } from '../src/languages.ts'
import { logIn } from '../src/people.ts'
import { mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

test.use({ actionTimeout: 40_000 })

/** What a screen reader adds to the name of a field: its description, error first or last. */
const descriptionOf = async (field: Locator) =>
  field.evaluate((input) =>
    (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent?.trim() ?? `nothing is called ${id}`)
      .join(' '),
  )

test('the feedback form says at each field what is wrong, and leads to the first one', async ({ person }) => {
  const page = await person()
  await page.goto('/feedback')
  const [text, email] = [page.locator('[name="text"]'), page.locator('[name="email"]')]
  const send = page.locator('form [type="submit"]')
  await email.fill('kotona')
  await send.click()
  await expect(text).toBeFocused()
  for (const field of [text, email]) await expect(field).toHaveAttribute('aria-invalid', 'true')
  expect(await descriptionOf(text)).toContain('Kirjoita, mitä haluat kertoa.')
  expect(await descriptionOf(email)).toContain('Tarkista osoite')
  await expect(page.locator('form [role="status"]')).toContainText('2')

  await text.fill('Otsikko puuttuu.')
  await expect(text).toHaveAttribute('aria-invalid', 'false')
  expect(await descriptionOf(text)).not.toContain('Kirjoita, mitä')
  await send.click()
  await expect(email).toBeFocused()
})

/** A guardian's page with an absence that nobody has explained, and what takes the absence back. */
async function withAbsence(teacher: Page): Promise<() => Promise<void>> {
  await logIn(teacher, 'opettaja-espoo')
  await openUnmarkedLesson(teacher)
  const pupil = teacher.locator('[data-learner]').filter({ hasText: PUPIL })
  await pupil.press('3')
  await expect(pupil).toHaveAttribute('data-mark', 'absent')
  await expect(teacher.locator('[data-saved="saved"]')).toBeVisible()
  return async () => {
    await teacher.locator('[data-action="undo"]').click()
    await expect(pupil).not.toHaveAttribute('data-mark', 'absent')
    await expect(teacher.locator('[data-saved="saved"]')).toBeVisible()
  }
}

test('an explanation without a reason leads to the reasons, each of which says what is missing', async ({ person }) => {
  const [teacher, page] = [await person(), await person({ phone: true })]
  const takeBack = await withAbsence(teacher)
  try {
    await logIn(page, 'huoltaja', { to: '/espoo/attendance' })
    const form = mounted(page, 'attendance').locator('.att-explain').first()
    await form.locator('[data-action="send"]').click()
    const first = form.locator('[data-reason]').first()
    await expect(first).toBeFocused()
    expect(await descriptionOf(first)).toBe('Valitse ensin syy.')
    await first.click()
    await expect(form.getByRole('alert')).toHaveCount(0)
    await expect(first).not.toHaveAttribute('aria-describedby')
  } finally {
    await takeBack()
  }
})

test('a switch that could not be switched says so where it stands, and is what it was', async ({ person }) => {
  const page = await person()
  await logIn(page, 'paakayttaja-espoo', { to: '/espoo/console/services/attendance' })
  const toggle = lastSchoolSwitch(page)
  await expect(toggle).toBeChecked()
  await page.route('**/api/**', async (route) => (route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 503 })))
  await toggle.click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Poista käytöstä' }).click()
  await expect(page.locator('[data-place] [role="alert"]')).toBeVisible()
  expect(await descriptionOf(toggle)).toContain('Muutosta ei saatu tehtyä')
  await expect(toggle).toBeChecked()
  await expect(toggle).toBeFocused()
})

test('what is shown in another language than the page says which: names that lack it, and the names of languages', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('throws-in-mount')}` })
  for (const [language, name, lang] of [
    ['fi', 'Vika: throws-in-mount', null],
    ['sv', 'Fel: throws-in-mount', null],
    ['en', 'Vika: throws-in-mount', 'fi'],
  ] as const) {
    await speak(page, language)
    await settled(page)
    for (const part of [page.locator('.failure strong', { hasText: name }), page.getByRole('heading', { level: 1, name })]) {
      await expect(part).toHaveCount(1)
      expect(await part.getAttribute('lang'), `${name} in ${language}`).toBe(lang)
    }
  }
  await speak(page, 'fi')
  await page.getByRole('button', { name: /^Kieli/ }).click()
  for (const [language, name] of Object.entries(LANGUAGES) as [Language, string][]) {
    const item = page.getByRole('menuitemradio', { name })
    expect(
      await item.evaluate((choice) => (choice.closest('[lang]') === document.documentElement ? choice.querySelector('[lang]') : choice)?.getAttribute('lang')),
    ).toBe(language)
  }
})
