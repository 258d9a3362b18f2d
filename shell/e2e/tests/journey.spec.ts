import {
  askingCard,
  expectExplained,
  expectPage,
  explainOnCard,
  markClass,
  noteWhen,
  openService,
  openUnmarkedLesson,
  PUPIL,
  SCHOOL,
  switchOff,
  switchOn,
} from '../src/journey.ts'
import { allowed } from '../src/patience.ts'
import { logIn } from '../src/people.ts'
import { card, expectNoSidewaysScroll, goTo, heading, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

test.afterEach(async ({ person }) => {
  // However it ended: the other tests find attendance where they expect it.
  const admin = await person()
  await logIn(admin, 'paakayttaja-espoo')
  await openService(admin, 'attendance')
  await switchOn(admin, SCHOOL)
})

/** Each language in another combination of widths and themes, so that all are met. */
const TELLINGS = [
  { locale: 'fi', dark: false, teacherOnPhone: false, guardianOnPhone: true, timetable: 'Lukujärjestys' },
  { locale: 'sv', dark: true, teacherOnPhone: true, guardianOnPhone: true, timetable: 'Schema' },
  { locale: 'en', dark: false, teacherOnPhone: true, guardianOnPhone: false, timetable: 'Timetable' },
] as const

/** A switch is to be seen in every open browser within this time. */
const SEEN_WITHIN_MS = allowed(1000)

for (const { locale, dark, teacherOnPhone, guardianOnPhone, timetable } of TELLINGS) {
  test(`the journey of a family in two cities, a teacher and a municipality, told in ${locale}`, async ({ person }, { annotations }) => {
    test.setTimeout(480_000)
    const measured = (what: string, ms: number) => void annotations.push({ type: 'measured', description: `${what}: ${ms} ms` })
    const teacher = await person({ phone: teacherOnPhone, dark })
    const guardian = await person({ phone: guardianOnPhone, dark })
    const admin = await person({ dark })

    await test.step('a teacher marks a class of 24 in seconds, one pupil absent', async () => {
      await logIn(teacher, 'opettaja-espoo', { locale })
      await expect(card(teacher, 'timetable').locator('li').first()).toBeVisible({ timeout: 20_000 })
      await openUnmarkedLesson(teacher)
      measured('24 pupils marked', await markClass(teacher, PUPIL))
    })

    await test.step('a guardian sees both children, of two cities, and explains the absence on the card in two taps', async () => {
      await logIn(guardian, 'huoltaja', { locale })
      await expect(guardian.locator('html')).toHaveAttribute('lang', locale)
      await expect(card(guardian, 'attendance')).toHaveCount(2)
      await expect(card(guardian, 'timetable')).toHaveCount(2)
      for (const one of await card(guardian, 'timetable').all()) await expect(one.locator('li').first()).toBeVisible({ timeout: 20_000 })
      await expect(askingCard(guardian)).toHaveCount(1, { timeout: 20_000 })
      await expectNoSidewaysScroll(guardian)
      await explainOnCard(guardian)
    })

    await test.step('the teacher’s open page shows it', async () => {
      await expectExplained(teacher, PUPIL)
    })

    await test.step('both see the day’s lessons', async () => {
      await goTo(guardian, 'timetable')
      await expectPage(guardian, 'timetable', timetable)
      await guardian.goBack()
      await expect(card(guardian, 'attendance')).toHaveCount(2)
    })

    const note = `${locale}: ryhmätyö jäi kesken ${Date.now()}`
    const lesson = teacher.url()
    await test.step('switched off for the school, attendance leaves its open browsers within a second, unsaved work saved first; Vantaa keeps it', async () => {
      await teacher.locator('textarea').fill(note)
      await logIn(admin, 'paakayttaja-espoo', { locale })
      await openService(admin, 'attendance')
      const left = {
        'the teacher’s page': await noteWhen(teacher, '[data-module="attendance"][data-slot="page"]:not([hidden])', 0),
        'the teacher’s navigation': await noteWhen(teacher, '[data-nav="attendance"]', 0),
        'the guardian’s card': await noteWhen(guardian, '[data-module="attendance"]:not([hidden])', 1),
      }
      const at = await switchOff(admin, SCHOOL)
      for (const [what, when] of Object.entries(left)) {
        const ms = (await when()) - at
        measured(`switched off, gone from ${what}`, ms)
        expect(ms, what).toBeLessThanOrEqual(SEEN_WITHIN_MS)
      }
      await expect(card(guardian, 'attendance')).toHaveCount(1)
      await expect(guardian.locator('article').filter({ has: card(guardian, 'attendance') })).toContainText(locale === 'sv' ? 'Vanda' : 'Vantaa')
      await expect(heading(teacher)).toBeVisible()
      await expect(teacher.locator('.toast')).toBeVisible()
    })

    await test.step('switched on again it is back, and so is what was saved', async () => {
      const isBack = await noteWhen(teacher, 'body:has([data-nav="attendance"])', 1)
      const at = await switchOn(admin, SCHOOL)
      const ms = (await isBack()) - at
      measured('switched on, back in the teacher’s navigation', ms)
      expect(ms).toBeLessThanOrEqual(SEEN_WITHIN_MS)
      await expect(card(guardian, 'attendance')).toHaveCount(2, { timeout: 20_000 })
      await teacher.goto(lesson)
      await expect(mounted(teacher, 'attendance').locator('textarea')).toHaveValue(note, { timeout: 20_000 })
      await expectExplained(teacher, PUPIL)
    })
  })
}
