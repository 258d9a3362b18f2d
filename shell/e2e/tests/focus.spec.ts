import type { Page } from '@playwright/test'
import { settled } from '../src/examination.ts'
import { faultModule } from '../src/fault-modules.ts'
import { openService, SCHOOL, switchOff, switchOn } from '../src/journey.ts'
import { expectFocus, tabTo } from '../src/keyboard.ts'
import { logIn } from '../src/people.ts'
import { card, goTo, heading, mounted } from '../src/shell.ts'
import { walk } from '../src/stops.ts'
import { expect, test } from '../src/test.ts'
import { openClass } from '../src/views.ts'

test.use({ actionTimeout: 40_000 })
test.describe.configure({ timeout: 120_000 })

const FRAME = [
  'Siirry sisältöön',
  'DigiOne Espoo',
  'Hae tai siirry Ctrl K',
  'Ilmoitukset',
  'Kieli: Suomi FI',
  'Ulkoasu: Laitteen mukaan',
  'Ohjeet ja palaute',
] as const
const AFTER_NAVIGATION = (name: string) => [`Oma valikko: ${name}`, 'Tiivistä valikko'] as const

/** Where Tab stops, by name. */
const namesOf = async (page: Page) => {
  await settled(page)
  return (await walk(page)).map(({ name }) => name)
}

test('Tab walks a teacher’s desktop in the order in which it is read', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await expect(card(page, 'attendance')).toBeVisible()
  await expect(card(page, 'timetable')).toBeVisible()
  const names = await namesOf(page)
  // What the card of attendance asks for is of the day: it stands between its heading and the next card's.
  const [from, to] = [names.lastIndexOf('Poissaolot') + 1, names.lastIndexOf('Lukujärjestys')]
  expect(to - from, 'stops in the card of attendance').toBeGreaterThan(0)
  expect(names.toSpliced(from, to - from)).toEqual([
    ...FRAME,
    'Vaihda roolia: Opettaja Kaarnapolun koulu, Espoo',
    'Työpöytä',
    'Poissaolot',
    'Lukujärjestys',
    'Kirjasto , avautuu uuteen välilehteen',
    ...AFTER_NAVIGATION('HR Hanna Rautio'),
    'Poissaolot',
    'Lukujärjestys',
    'Avaa lukujärjestys',
    expect.stringMatching(/^Kirjasto Kirjastot\.fi/),
    'Kirjaudu: Suomi.fi-tunnistus',
  ])
})

test('Tab walks a class: the way back, what is done with all, how it is looked at, the pupils as one stop, the note', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await openClass(page)
  const names = await namesOf(page)
  const inMain = names.slice(names.indexOf('Päivän tunnit'))
  expect(inMain.map((name) => name.replace(/^(?:Merkitse (?:kaikki paikalle|muut paikalle)|Tunti on merkitty|Merkitty)$/, '‹confirm›'))).toEqual([
    'Päivän tunnit',
    'Kumoa',
    '‹confirm›',
    'Luettelo',
    'Istumajärjestys',
    expect.stringMatching(/^Blom Onni/),
    'Tuntimerkintä',
    'Tallenna tuntimerkintä',
  ])
})

test('Tab walks a service of the console: the way back, the municipality, what finds schools, what orders them, the schools by name', async ({ person }) => {
  const page = await person()
  await logIn(page, 'paakayttaja-espoo', { to: '/espoo/console/services/attendance' })
  await expect(page.getByRole('switch').first()).toBeVisible()
  const names = await namesOf(page)
  const inMain = names.slice(names.indexOf('Takaisin palveluihin'))
  const before = [
    'Takaisin palveluihin',
    'Suunnittele muutos',
    'Asetukset',
    'Poissaolot: Koko kunta: Espoo',
    'Etsi koulua',
    'Näytä koulut',
    'Lataa taulukkona',
    'Koulu',
    'Päätös',
    'Tila',
  ]
  const schools = inMain.slice(before.length).filter((name) => name.startsWith('Poissaolot: '))
  expect(inMain.slice(0, before.length)).toEqual(before)
  expect(schools.length).toBeGreaterThan(2)
  expect(schools).toEqual(schools.toSorted((a, b) => a.localeCompare(b, 'fi')))
  const after = inMain.slice(before.length + schools.length)
  expect(after.slice(0, 2)).toEqual(['Miksi palvelu on tai ei ole käytössä?', 'Pysäytä palvelu heti'])
})

/** Tells documents apart. */
const documentOf = async (page: Page) => page.evaluate(() => performance.timeOrigin)

test('a failed module that is tried again gives the focus to what comes: another failure, or the page', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('throws-in-mount')}` })
  const retry = page.locator('.failure button')
  await tabTo(retry)
  await page.keyboard.press('Enter')
  await expect(heading(page)).toBeFocused()
  await expect(retry).toBeVisible()

  await page.goto('/accessibility')
  const entry = /releases\/timetable\/.*remoteEntry/
  await page.route(entry, async (route) => route.fulfill({ status: 404 }))
  await page.goto('/espoo/timetable')
  await tabTo(retry)
  await page.unrouteAll()
  const before = await documentOf(page)
  await page.keyboard.press('Enter')
  await expect(mounted(page, 'timetable').locator('h1')).toBeVisible()
  // A browser that keeps the failure shows another document instead, whose first page takes no focus.
  if ((await documentOf(page)) === before) await expect(mounted(page, 'timetable').locator('h1')).toBeFocused()
})

test('a failed module whose next try takes its time gives the focus to the page when that has come', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: '/accessibility' })
  const entry = /releases\/timetable\/.*remoteEntry/
  await page.route(entry, async (route) => route.fulfill({ status: 404 }))
  await page.goto('/espoo/timetable')
  const retry = page.locator('.failure button')
  await retry.focus()
  await page.unrouteAll()
  // Longer than a page may take to name itself, from its first failure on.
  await page.route(entry, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 4000))
    await route.continue()
  })
  const before = await documentOf(page)
  await page.keyboard.press('Enter')
  await expect(mounted(page, 'timetable').locator('h1')).toBeVisible()
  if ((await documentOf(page)) === before) await expect(mounted(page, 'timetable').locator('h1')).toBeFocused()
})

test('a card that is tried again leaves the focus to its heading', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'huoltaja', { to: '/accessibility' })
  await page.route(/releases\/timetable\/.*remoteEntry/, async (route) => route.fulfill({ status: 404 }))
  await page.goto('/')
  const retry = page.locator('.failure button')
  await expect(retry).toHaveCount(2)
  await tabTo(retry.first())
  await page.unrouteAll()
  const before = await documentOf(page)
  await page.keyboard.press('Enter')
  await expect(card(page, 'timetable').first()).toBeVisible()
  if ((await documentOf(page)) === before) await expect(page.locator('article h3:focus')).toHaveText('Lukujärjestys')
})

test('a service that is switched off under somebody’s hands gives the focus to the page that says so, and announces it', async ({ person }) => {
  const [admin, page] = [await person(), await person()]
  await logIn(page, 'opettaja-espoo')
  await openClass(page)
  await page.locator('[data-learner]').first().focus()
  await logIn(admin, 'paakayttaja-espoo')
  await openService(admin, 'attendance')
  await switchOff(admin, SCHOOL)
  try {
    const heading = page.getByRole('heading', { level: 1, name: 'Palvelu poistettiin käytöstä' })
    await expect(heading).toBeFocused()
    await expect(page.locator('[aria-live="polite"]').filter({ hasText: /^Palvelu poistettiin käytöstä$/ })).toHaveCount(1)
    await page.goto('/')
    await expect(card(page, 'timetable')).toBeVisible()
  } finally {
    await switchOn(admin, SCHOOL)
  }
  // A card that goes while it has the focus leaves it to the heading around it.
  await expect(card(page, 'attendance')).toBeVisible({ timeout: 20_000 })
  await tabTo(card(page, 'attendance').locator('a').first())
  await switchOff(admin, SCHOOL)
  try {
    await expect(card(page, 'attendance')).toHaveCount(0)
    await expect(page.locator('main :is(h1, h2, h3):focus')).toHaveCount(1)
  } finally {
    await switchOn(admin, SCHOOL)
  }
})

test('a change of a lesson that is saved and taken back leaves the focus in its form', async ({ person }) => {
  const page = await person()
  await logIn(page, 'rehtori')
  await goTo(page, 'timetable')
  await page.locator('[data-module="timetable"] a[href*="/timetable/lessons/"]').first().click()
  const note = page.locator('.tt-form .d1-input').last()
  await note.fill('Ottakaa sisäpelikengät')
  const [save, remove] = [page.getByRole('button', { name: 'Tallenna muutos' }), page.getByRole('button', { name: 'Poista muutos' })]
  await tabTo(save)
  await page.keyboard.press('Enter')
  await expect(remove).toBeVisible()
  await expectFocus(save)
  await tabTo(remove)
  await page.keyboard.press('Enter')
  const sure = page.getByRole('alertdialog').getByRole('button', { name: 'Poista muutos' })
  await tabTo(sure)
  await page.keyboard.press('Enter')
  await expect(remove).toHaveCount(0)
  await expect(page.locator('.tt-page :is(h1, h2):focus')).toHaveCount(1)
  await expect(note).toHaveValue('')
})

test('a search that is left gives the focus back to where it was', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await expect(card(page, 'attendance')).toBeVisible()
  const link = card(page, 'timetable').locator('a').last()
  await tabTo(link)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expectFocus(link)
})
