import { buffer } from 'node:stream/consumers'
import type { Locator, Page } from '@playwright/test'
import { type ClockedProduct, startClockedProduct } from '../src/clock.ts'
import { enter, tabTo } from '../src/keyboard.ts'
import { expectOnly, type Language } from '../src/languages.ts'
import { logIn } from '../src/people.ts'
import { expectNoSidewaysScroll, heading, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const SCHOOLS = ['Kaarnapolun koulu', 'Poijurannan koulu']

let product: ClockedProduct
test.beforeAll(async () => {
  test.setTimeout(300_000)
  product = await startClockedProduct()
})
test.afterAll(() => product.remove())

/** How somebody uses the page: with a finger or a mouse, or by the keyboard alone. */
interface Hand {
  press(target: Locator): Promise<void>
  choose(target: Locator): Promise<void>
  write(target: Locator, text: string): Promise<void>
}
const pointing: Hand = {
  press: (target) => target.click(),
  choose: (target) => target.check(),
  write: (target, text) => target.fill(text),
}
const typing: Hand = {
  press: (target) => enter(target),
  async choose(target) {
    const isRadio = (await target.getAttribute('type')) === 'radio'
    const page = target.page()
    if (!isRadio) {
      await tabTo(target)
      return page.keyboard.press('Space')
    }
    // Tab comes to the group, the arrows go through it.
    const group = page.locator(`input[type="radio"][name="${await target.getAttribute('name')}"]`)
    await tabTo(group)
    for (let press = 0; press < (await group.count()) && !(await target.isChecked()); press++) await page.keyboard.press('ArrowDown')
    await expect(target).toBeChecked()
  },
  async write(target, text) {
    await tabTo(target)
    // Whether the day or the month is typed first is the browser's own language's business: both are the same.
    const [year = '', month = '', day = ''] = text.split('-')
    expect(day).toBe(month)
    await target.page().keyboard.type(day + month + year)
    await expect(target).toHaveValue(text)
  },
}

const radio = (page: Page, name: string, value: string) => page.locator(`input[name="cn-${name}"][value="${value}"]`)
const state = (page: Page, of: string) => page.locator(`[data-change-state="${of}"]`).first()
const action = (page: Page, name: string) => page.locator(`[data-action="${name}"]`)
const hasAttendance = (page: Page) => expect(page.locator('[data-nav="attendance"]').first())

/** What a page tells the platform that went wrong in it. */
function reportsOf(page: Page): string[] {
  const told: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/reports') && request.postData()?.includes('"error"')) told.push(request.postData() ?? '')
  })
  return told
}

/** Takes the service away for everybody in the municipality, and each school's own decision with it. */
async function switchOff(page: Page): Promise<void> {
  await page.goto(`${product.origin}/espoo/console/services/attendance`)
  const here = page.locator('[data-place="municipality"] [role="switch"]')
  await expect(here).toBeVisible()
  if (!(await here.isChecked())) return
  await here.click()
  await page.getByRole('alertdialog').getByRole('button').last().click()
  await expect(here).not.toBeChecked()
}

/** Has a second person approve changes, or leaves it so. */
async function decideFourEyes(page: Page): Promise<void> {
  await page.goto(`${product.origin}/espoo/console/changes`)
  const fourEyes = page.locator('#cn-four-eyes')
  await expect(fourEyes).toBeVisible()
  if (!(await fourEyes.isChecked())) await fourEyes.click()
  await expect(fourEyes).toBeChecked()
}

async function plan(page: Page, { press, choose, write }: Hand, from: string): Promise<void> {
  await press(action(page, 'plan'))
  await expect(page).toHaveURL(/\/services\/attendance\/plan$/)
  await expect(heading(page)).toBeVisible()
  await expect(radio(page, 'effect', 'on')).toBeChecked()
  await choose(radio(page, 'where', 'some'))
  // Nothing is sent that is no decision: what is missing is said, and the focus goes there.
  await press(action(page, 'send'))
  await expect(page.getByRole('alert')).toHaveCount(1)
  for (const school of SCHOOLS) await choose(page.getByRole('checkbox', { name: school }))
  await choose(radio(page, 'whom', 'some'))
  await choose(page.locator('[data-field="roles"] input[value="teacher"]'))
  await choose(radio(page, 'when', 'later'))
  await write(page.locator('[data-field="date"] input[type="date"]'), from)

  // Whom it reaches, before anything is decided.
  const effect = page.locator('[data-effect="attendance gains"]')
  await expect(effect.locator('.cn-counts li')).toHaveCount(1)
  await expect(effect).toContainText(/: \d+, \p{L}+:? 2/u)
  await expect(page.locator('[data-conflict]')).toHaveCount(0)
  await expectNoSidewaysScroll(page)
}

/** Its clock only goes on: each run is about another year. */
const RUNS = [
  { how: 'with a mouse, in Finnish', hand: pointing, locale: 'fi', phone: false, from: '2027-08-08' },
  { how: 'on a phone, in Swedish', hand: pointing, locale: 'sv', phone: true, from: '2028-08-08' },
  { how: 'by the keyboard alone, in Finnish', hand: typing, locale: 'fi', phone: false, from: '2029-08-08' },
] as const satisfies readonly { how: string; hand: Hand; locale: Language; phone: boolean; from: string }[]

for (const { how, hand, locale, phone, from } of RUNS) {
  test(`a service is planned for two schools’ teachers from August, approved by another, comes into force and is taken back: ${how}`, async ({ person }) => {
    test.setTimeout(300_000)
    const { origin } = product
    const planner = await person({ phone })
    await logIn(planner, 'paakayttaja-espoo', { origin, locale })
    await switchOff(planner)
    await decideFourEyes(planner)
    const teacher = await person()
    const reported = reportsOf(teacher)
    await logIn(teacher, 'opettaja-espoo', { origin })
    await hasAttendance(teacher).toHaveCount(0)

    await planner.goto(`${origin}/espoo/console/services/attendance`)
    await expect(action(planner, 'plan')).toBeVisible()
    await plan(planner, hand, from)
    await expectOnly(planner, locale)
    await hand.press(action(planner, 'send'))
    await expect(state(planner, 'waiting')).toBeVisible()
    await expect(action(planner, 'approve')).toHaveCount(0)
    const address = planner.url()

    // Nobody approves what they planned themselves: another one does, who sees the same.
    const approver = await person({ phone })
    await logIn(approver, 'paakayttaja-espoo-2', { origin, locale, to: new URL(address).pathname })
    await expect(approver.locator('[data-effect="attendance gains"]')).toContainText(/: \d+, \p{L}+:? 2/u)
    await expectNoSidewaysScroll(approver)
    await expectOnly(approver, locale)
    await hand.press(action(approver, 'approve'))
    await expect(state(approver, 'coming')).toBeVisible()
    await hasAttendance(teacher).toHaveCount(0)

    await product.setClock(Date.parse(`${from}T00:00:00+03:00`) - 3000)
    await hasAttendance(teacher).toHaveCount(0)
    // It comes into the open page by itself: at once into the navigation, and as a card once the page has been made anew for it.
    await hasAttendance(teacher).toBeVisible()
    const onDesktop = mounted(teacher, 'attendance', 'desktop.card.v1')
    await expect(teacher.locator('[data-new]').or(onDesktop)).toBeVisible()
    await expect(onDesktop).toHaveAttribute('data-state', 'ready')
    const guardian = await person({ phone: true })
    await logIn(guardian, 'huoltaja', { origin })
    await expect(mounted(guardian, 'timetable', 'desktop.card.v1').first()).toBeVisible()
    await hasAttendance(guardian).toHaveCount(0)

    await planner.reload()
    await hand.press(action(planner, 'revert'))
    await hand.press(planner.getByRole('alertdialog').getByRole('button').last())
    await expect(state(planner, 'waiting')).toBeVisible()
    await approver.goto(planner.url())
    await expect(action(approver, 'approve')).toBeVisible()
    await hand.press(action(approver, 'approve'))
    await expect(state(approver, 'made')).toBeVisible()
    await hasAttendance(teacher).toHaveCount(0)
    expect(reported).toEqual([])
  })
}

test('what one city has decided is taken over by another from a file: once, seen before, and taken back', async ({ person }) => {
  test.setTimeout(180_000)
  const { origin } = product
  const espoo = await person()
  await logIn(espoo, 'paakayttaja-espoo', { origin })
  await switchOff(espoo)
  await espoo.goto(`${origin}/espoo/console/changes`)
  const [saved] = await Promise.all([espoo.waitForEvent('download'), action(espoo, 'save-state-for-others').click()])
  const file = { name: saved.suggestedFilename(), mimeType: 'application/json', buffer: await buffer(await saved.createReadStream()) }
  expect(file.name).toBe('Päätökset-tiedostona-espoo.json')

  const teacher = await person()
  await logIn(teacher, 'opettaja-vantaa', { origin })
  await hasAttendance(teacher).toBeVisible()
  const vantaa = await person({ phone: true })
  await logIn(vantaa, 'paakayttaja-vantaa', { origin, locale: 'sv', to: '/vantaa/console/changes' })
  const choose = async () => {
    await expect(action(vantaa, 'choose-state')).toBeVisible()
    const [chooser] = await Promise.all([vantaa.waitForEvent('filechooser'), action(vantaa, 'choose-state').click()])
    await chooser.setFiles(file)
  }
  await choose()
  await expect(state(vantaa, 'draft')).toBeVisible()
  await expect(vantaa.locator('[data-effect="attendance loses"]')).toBeVisible()
  await expectOnly(vantaa, 'sv')
  await expectNoSidewaysScroll(vantaa)
  await hasAttendance(teacher).toBeVisible()
  await action(vantaa, 'send').click()
  await expect(state(vantaa, 'made')).toBeVisible()
  await hasAttendance(teacher).toHaveCount(0)
  const address = vantaa.url()

  await vantaa.goto(`${origin}/vantaa/console/changes`)
  await choose()
  await expect(vantaa.locator('.toast-text')).toContainText('Allt är redan som i filen. Ingenting ändras.')

  await vantaa.goto(address)
  await action(vantaa, 'revert').click()
  await vantaa.getByRole('alertdialog').getByRole('button').last().click()
  await expect(state(vantaa, 'made')).toBeVisible()
  await hasAttendance(teacher).toBeVisible()
})
