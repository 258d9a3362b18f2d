import type { Page } from '@playwright/test'
import { settled } from '../src/examination.ts'
import { openUnmarkedLesson } from '../src/journey.ts'
import { logIn } from '../src/people.ts'
import { announcementsIn, heard, listen, readOut } from '../src/screen-reader.ts'
import { goTo } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

test.describe.configure({ timeout: 300_000 })
test.use({ actionTimeout: 40_000, trace: 'off' })

// The reader throws an error of its own where something has gone that it was still looking at.
const READ_TO = { attacked: true }
/** What cards say is of the day. Each is read on its own page. */
const CARDS = '[data-slot="desktop.card.v1"]'
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Paikalla|Myöhässä|Poissa|Närvarande|Försenad|Frånvarande)$/g, '‹mark›'],
  [/^\d+ (?:paikalla|myöhässä|poissa|närvarande|kom sent|frånvarande)$/g, '‹count›'],
  // Whether somebody has written a note on that lesson before.
  [/ ?(?:Tallennettu|Sparat) ‹time›$/g, ''],
  [/^(heading, )?\p{L}.*, 4B(?=,|$)/gu, '$1‹subject›, 4B'],
]
/** Where a lesson is, a number or a name. */
const ROOM = '.att-lesson-facts > :last-child'

/** The reading is the one that is kept in `readings/`; `--update-snapshots` keeps it anew. */
const expectReading = (name: string, text: string) => expect.soft(text, name).toMatchSnapshot(`${name}.txt`)

interface Step {
  readonly to: string
  readonly go: (page: Page) => Promise<void>
  readonly says: Readonly<Record<'fi' | 'sv', RegExp>>
}
const nav = (module: string) => async (page: Page) => page.locator(`[data-nav="${module}"]:visible`).first().click()

/** One announcement for each step, and with it the heading; nothing else is said by itself. */
async function expectSteps(page: Page, locale: 'fi' | 'sv', steps: readonly Step[]): Promise<void> {
  await listen(page)
  for (const { to, go, says } of steps) {
    await go(page)
    await settled(page)
    const phrases = await heard(page)
    expect.soft(announcementsIn(phrases), `${to}: what is announced`).toEqual([expect.stringMatching(says[locale])])
    expect
      .soft(
        phrases.filter((phrase) => /^heading, .*, level 1$/.test(phrase)),
        `${to}: the heading has the focus, once`,
      )
      .toHaveLength(1)
    await expect.soft(page.locator('h1:visible'), `${to}: the focus`).toBeFocused()
  }
}

const TEACHERS: readonly Step[] = [
  { to: 'attendance', go: nav('attendance'), says: { fi: /^polite: Poissaolot$/, sv: /^polite: Frånvaro$/ } },
  {
    to: 'another day',
    go: async (page) => page.locator('.att-day-bar a[data-shape="icon"]').first().click(),
    says: { fi: /^polite: Poissaolot, \p{L}+ \d+\. \p{L}+$/u, sv: /^polite: Frånvaro, \p{L}+ (?:den )?\d+ \p{L}+$/u },
  },
  {
    to: 'a class',
    go: async (page) => page.locator('[data-lesson]').filter({ hasText: '4B' }).first().click(),
    says: { fi: /^polite: \p{L}.*, 4B/u, sv: /^polite: \p{L}.*, 4B/u },
  },
  { to: 'timetable', go: nav('timetable'), says: { fi: /^polite: Lukujärjestys$/, sv: /^polite: Schema$/ } },
  {
    to: 'a lesson',
    go: async (page) => page.locator('[data-module="timetable"] a[href*="/timetable/lessons/"]').first().click(),
    says: { fi: /^polite: \p{L}.* 4B/u, sv: /^polite: \p{L}.* 4B/u },
  },
  { to: 'back', go: async (page) => void (await page.goBack()), says: { fi: /^polite: Lukujärjestys$/, sv: /^polite: Schema$/ } },
  { to: 'desktop', go: nav('desktop'), says: { fi: /^polite: Työpöytä$/, sv: /^polite: Skrivbord$/ } },
]
const GUARDIANS: readonly Step[] = [
  { to: 'attendance', go: nav('attendance'), says: { fi: /^polite: Poissaolot: Eino$/, sv: /^polite: Frånvaro: Eino$/ } },
  { to: 'timetable', go: nav('timetable'), says: { fi: /^polite: Lukujärjestys$/, sv: /^polite: Schema$/ } },
  { to: 'more', go: async (page) => page.locator('.tab[href="/more"]').click(), says: { fi: /^polite: Kaikki toiminnot$/, sv: /^polite: Alla funktioner$/ } },
  { to: 'desktop', go: nav('desktop'), says: { fi: /^polite: Työpöytä$/, sv: /^polite: Skrivbord$/ } },
]

for (const locale of ['fi', 'sv'] as const) {
  test(`a screen reader hears one announcement for each step of a teacher, and reads the views in order, in ${locale}`, async ({ person }) => {
    const page = await person(READ_TO)
    await logIn(page, 'opettaja-espoo', { locale })
    await settled(page)
    expectReading(`teacher-desktop-${locale}`, await readOut(page, { without: [CARDS] }))
    await expectSteps(page, locale, TEACHERS)
    await openUnmarkedLesson(page)
    await settled(page)
    expectReading(`teacher-class-${locale}`, await readOut(page, { without: ['.top', '.rail', ROOM], daily: MARKS }))
  })

  test(`a screen reader hears one announcement for each step of a guardian, and reads the views in order, in ${locale}`, async ({ person }) => {
    const page = await person({ ...READ_TO, phone: true })
    await logIn(page, 'huoltaja', { locale })
    await settled(page)
    expectReading(`guardian-desktop-${locale}`, await readOut(page, { without: [CARDS] }))
    await expectSteps(page, locale, GUARDIANS)
    await page.goto('/more')
    await settled(page)
    expectReading(`guardian-more-${locale}`, await readOut(page, { without: ['.top', '.tabs'] }))
  })
}

test('a lesson that comes slowly is announced by its own name, once, and not by the name of something else', async ({ person }) => {
  const page = await person(READ_TO)
  await logIn(page, 'opettaja-espoo')
  await goTo(page, 'attendance')
  await expect(page.locator('[data-lesson]').first()).toBeVisible()
  await page.route(/digione-vendors/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 900))
    await route.continue()
  })
  await listen(page)
  await page.locator('[data-lesson]').filter({ hasText: '4B' }).first().click()
  await expect(page.locator('[data-learner]')).toHaveCount(24, { timeout: 20_000 })
  const said = announcementsIn(await heard(page)).filter((phrase) => !phrase.includes('Ladataan'))
  expect(said).toEqual([expect.stringMatching(/^polite: \p{L}.*, 4B/u)])
})
