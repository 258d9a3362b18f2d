import { expectOnly, LANGUAGES, speakByMenu } from '../src/languages.ts'
import type { Language } from '../src/languages.ts'
import { logIn, sessionOrigin, shellOrigin } from '../src/people.ts'
import { heading } from '../src/shell.ts'
import { settled } from '../src/examination.ts'
import { expect, test } from '../src/test.ts'

// Every browser here says of itself that it is Finnish.

for (const language of Object.keys(LANGUAGES) as Language[]) {
  test(`a log-in in ${LANGUAGES[language]} leads to a desktop in ${LANGUAGES[language]}, from its first paint on`, async ({ person }) => {
    const page = await person()
    await logIn(page, 'opettaja-espoo', { locale: language })
    await settled(page)
    await expectOnly(page, language)
    const document = await page.request.get(`http://127.0.0.1:${new URL(shellOrigin()).port}/`, {
      headers: {
        host: new URL(shellOrigin()).host,
        cookie: (await page.context().cookies(shellOrigin())).map(({ name, value }) => `${name}=${value}`).join('; '),
      },
    })
    expect(await document.text()).toContain(`<html lang="${language}"`)
  })
}

test('a language that is chosen on the log-in’s page goes on with the person', async ({ person }) => {
  const page = await person()
  await page.goto(`${sessionOrigin()}/login`)
  await page.getByRole('link', { name: 'Svenska', exact: true }).click()
  await page.locator('[data-way="mpassid"]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv')
  await page.locator('[data-login="opettaja-espoo"]').click()
  await page.waitForURL((url) => url.origin === shellOrigin())
  await settled(page)
  await expectOnly(page, 'sv')
})

test('somebody who has chosen no language meets their own: a Swedish-speaking teacher a Swedish desktop', async ({ person }) => {
  const page = await person()
  await page.goto('/')
  await page.locator('.landing-sign-in').click()
  await page.locator('[data-way="mpassid"]').click()
  await page.locator('[data-login="larare"]').click()
  await page.waitForURL((url) => url.origin === shellOrigin())
  await settled(page)
  await expectOnly(page, 'sv')
})

test('a language that was chosen before the log-in is kept, whatever the person’s own', async ({ person }) => {
  const page = await person()
  await page.goto('/')
  await speakByMenu(page, 'en')
  await page.locator('.landing-sign-in').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.locator('[data-way="mpassid"]').click()
  await page.locator('[data-login="larare"]').click()
  await page.waitForURL((url) => url.origin === shellOrigin())
  await settled(page)
  await expectOnly(page, 'en')
})

test('a theme that is chosen is worn at once and by the next document, whatever the device prefers', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  for (const [name, theme] of Object.entries({ Tumma: 'dark', 'Suuri kontrasti': 'contrast', Vaalea: 'light' })) {
    await page.getByRole('button', { name: /^Ulkoasu/ }).click()
    await page.getByRole('menuitemradio', { name }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' })
    await page.reload()
    await expect(heading(page)).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  }
})
