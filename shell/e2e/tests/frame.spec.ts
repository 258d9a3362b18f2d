import type { FrameLocator, Page } from '@playwright/test'
import { faultModule } from '../src/fault-modules.ts'
import { isolate } from '../src/isolation.ts'
import { PUPIL } from '../src/journey.ts'
import { allowed } from '../src/patience.ts'
import { logIn } from '../src/people.ts'
import { goTo, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const inFrame = (page: Page, module: string, slot = 'page'): FrameLocator => mounted(page, module, slot).first().frameLocator('iframe')

/** Opens a lesson of 4B that nobody has marked, in the frame: other tests mark lessons too. */
async function openUnmarked(attendance: FrameLocator): Promise<void> {
  const unmarked = attendance.locator('[data-lesson][data-lesson-state="unmarked"]').filter({ hasText: '4B' })
  for (let days = 0; days < 10; days++) {
    await expect(attendance.locator('[data-lesson]').first()).toBeVisible()
    if ((await unmarked.count()) > 0) break
    const day = await attendance.locator('.att-day-name').textContent()
    await attendance.locator('.att-day-bar a[data-shape="icon"]').first().click()
    await expect(attendance.locator('.att-day-name')).not.toHaveText(day ?? '')
  }
  await unmarked.first().click()
  await expect(attendance.locator('[data-learner]').first()).toBeVisible()
}

test('a service that its municipality isolates goes on in a frame of another site, at once, and works as it did', async ({ person }) => {
  const [admin, teacher, guardian] = [await person(), await person(), await person({ phone: true })]
  await logIn(admin, 'paakayttaja-espoo')
  await logIn(teacher, 'opettaja-espoo', { to: '/espoo/attendance' })
  await expect(mounted(teacher, 'attendance').locator('h1')).toHaveText('Poissaolot')
  try {
    await isolate(admin, 'attendance', true)

    await test.step('the open page becomes a frame without a reload', async () => {
      await expect(inFrame(teacher, 'attendance').locator('h1')).toHaveText('Poissaolot')
      const frame = mounted(teacher, 'attendance').locator('iframe')
      await expect(frame).toHaveAttribute('sandbox', 'allow-scripts allow-forms')
      await expect(frame).toHaveAttribute('src', /^http:\/\/attendance\.digione-modules\.localhost/)
    })

    await test.step('a lesson opens at an address of its own, with the focus on its heading, and back leads back', async () => {
      const attendance = inFrame(teacher, 'attendance')
      await attendance.locator('[data-lesson]').first().click()
      await expect(attendance.locator('[data-learner]').first()).toBeVisible()
      await expect(teacher).toHaveURL(/\/espoo\/attendance\/groups\/.+/)
      await expect(attendance.locator('h1')).toBeFocused()
      await expect(teacher).toHaveTitle(/4B · DigiOne$/)
      const deep = teacher.url()
      await teacher.goBack()
      await expect(attendance.locator('h1')).toHaveText('Poissaolot')
      await teacher.goto(deep)
      await expect(inFrame(teacher, 'attendance').locator('[data-learner]').first()).toBeVisible()
    })

    await test.step('Tab goes in and out in the order of the page', async () => {
      await teacher.locator('[data-nav="timetable"]:visible').first().focus()
      const places: string[] = []
      for (let presses = 0; presses < 60 && !places.includes('after'); presses++) {
        await teacher.keyboard.press('Tab')
        places.push(
          await teacher.evaluate(() => (document.activeElement?.tagName === 'IFRAME' ? 'frame' : document.activeElement === document.body ? 'after' : 'shell')),
        )
      }
      expect(places).toContain('frame')
      await inFrame(teacher, 'attendance').locator('[data-learner]').first().focus()
      const isInFrame = async () => teacher.evaluate(() => document.activeElement?.tagName === 'IFRAME')
      for (let presses = 0; presses < 20 && (await isInFrame()); presses++) await teacher.keyboard.press('Shift+Tab')
      expect(await isInFrame()).toBe(false)
    })

    await test.step('the class is marked, and the guardian’s card in a frame hears of it', async () => {
      await logIn(guardian, 'huoltaja')
      const card = inFrame(guardian, 'attendance', 'desktop.card.v1')
      await expect(card.locator('body')).toContainText(/./)
      const attendance = inFrame(teacher, 'attendance')
      await goTo(teacher, 'attendance')
      await openUnmarked(attendance)
      const row = attendance.locator('[data-learner]').filter({ hasText: PUPIL })
      await expect(row).toHaveAttribute('data-mark', 'present')
      await row.click()
      await row.click()
      await expect(row).toHaveAttribute('data-mark', 'absent')
      await attendance.locator('[data-action="confirm"]').click()
      await expect(attendance.locator('[data-saved="saved"]')).toBeVisible()
      await expect(card.locator('[data-action="send"]')).toBeVisible({ timeout: 20_000 })
      await card.locator('[data-reason="sick"]').click()
      await card.locator('[data-action="send"]').click()
      await expect(card.locator('[data-state-of="explained"]')).toBeVisible()
      await expect(row).toHaveAttribute('data-explained', 'sick', { timeout: 20_000 })
    })

    await test.step('a page that comes long after the press that asked for it has the focus on its heading all the same', async () => {
      await goTo(teacher, 'timetable')
      await teacher.route(
        (url) => url.hostname.startsWith('attendance.digione-modules') && url.pathname.startsWith('/frame/'),
        async (route) => {
          // Longer than a browser takes a press to be the reason of what happens.
          if (route.request().isNavigationRequest()) await new Promise((resolve) => setTimeout(resolve, 6000))
          await route.continue()
        },
      )
      await teacher.locator('[data-nav="attendance"]:visible').first().click()
      await expect(inFrame(teacher, 'attendance').locator('h1')).toBeFocused()
      await expect(mounted(teacher, 'attendance').locator('iframe')).toBeFocused()
      await teacher.unrouteAll()
      await openUnmarked(inFrame(teacher, 'attendance'))
    })

    await test.step('language and theme follow live, and nothing scrolls sideways at 320 px', async () => {
      await guardian.setViewportSize({ width: 320, height: 700 })
      expect(await guardian.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
      await guardian.emulateMedia({ colorScheme: 'dark' })
      await expect(inFrame(guardian, 'attendance', 'desktop.card.v1').locator('html')).toHaveAttribute('data-theme', 'dark')
    })
  } finally {
    await isolate(admin, 'attendance', false)
  }
  await expect(mounted(teacher, 'attendance').locator('iframe')).toHaveCount(0)
  await expect(mounted(teacher, 'attendance').locator('[data-learner]').first()).toBeVisible()
})

const framed = (page: Page, fault: string) => page.locator(`[data-module="${faultModule(fault, 'frame')}"][data-slot="page"]`)

for (const fault of ['throws-in-mount', 'goes-away'] as const) {
  test(`a module in a frame that ${fault.replaceAll('-', ' ')} ends in its card, and the shell goes on`, async ({ person }) => {
    const page = await person({ attacked: true })
    await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule(fault, 'frame')}` })
    await expectCard(page, fault, 8000)
    await goTo(page, 'attendance')
  })
}

async function expectCard(page: Page, fault: string, withinMs: number): Promise<void> {
  await expect(framed(page, fault)).toHaveAttribute('data-state', 'failed', { timeout: withinMs })
  await expect(page.locator('.failure')).toContainText(`Vika: ${fault}`)
  await expect(page.locator('iframe[src*="digione-modules"]')).toHaveCount(0)
}

/** For how long Chromium lets a press speak for what a script does. */
const PRESS_COUNTS_MS = 5500

/** What the browser does for a screen reader: no page is told of any key or press. */
async function focusAsReader(page: Page, selector: string): Promise<void> {
  const frame = page.frames().find((one) => one.url().includes('digione-modules'))
  if (!frame) throw new Error('There is no frame.')
  const browser = await page.context().newCDPSession(frame)
  const { root } = await browser.send('DOM.getDocument')
  const { nodeId } = await browser.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  await browser.send('DOM.focus', { nodeId })
  await browser.detach()
}

test('a script in a frame does not get the focus that nobody gave it', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('takes-focus', 'frame')}` })
  const frame = framed(page, 'takes-focus').frameLocator('iframe')
  await expect(frame.locator('p')).toContainText('taken')
  // To look into a frame counts as a press in it: what it does by itself is seen once that counts no more.
  await page.waitForTimeout(PRESS_COUNTS_MS)
  const search = page.locator('.search-button')
  await search.focus()
  await page.evaluate(() => addEventListener('blur', () => (document.documentElement.dataset['lost'] = '')))
  await page.waitForTimeout(2000)
  await expect(search).toBeFocused()
  await expect(page.locator('html')).not.toHaveAttribute('data-lost')
  // A screen reader gives it without a key or a press.
  await focusAsReader(page, 'input')
  await page.waitForTimeout(500)
  await expect(frame.getByLabel('taken')).toBeFocused()
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
  // Whoever presses in it has it there.
  await search.focus()
  await frame.getByLabel('taken').click()
  await page.keyboard.type('Espoo')
  await expect(frame.getByLabel('taken')).toHaveValue('Espoo')
})

test('a module in a frame that grabs the focus from somebody who is writing gives it back, and in the end goes', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('grabs-focus', 'frame')}` })
  await expect(framed(page, 'grabs-focus')).toHaveAttribute('data-state', 'ready')
  await page.evaluate(() => document.querySelector('.top')?.append(Object.assign(document.createElement('input'), { id: 'written' })))
  const field = page.locator('#written')
  await field.click()
  await expectCard(page, 'grabs-focus', 15_000)
  await expect(field).toBeFocused()
})

test('a press in a frame, straight after one beside it, has the focus there', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('takes-focus', 'frame')}` })
  await page.evaluate(() => document.querySelector('.top')?.append(Object.assign(document.createElement('input'), { id: 'written' })))
  await page.locator('#written').pressSequentially('Van')
  const taken = framed(page, 'takes-focus').frameLocator('iframe').getByLabel('taken')
  await taken.click()
  // As long as a frame is looked at.
  await page.waitForTimeout(1500)
  await expect(taken).toBeFocused()
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
})

test('while a module in a frame keeps its thread busy the shell answers, and the module ends in its card', async ({ person }) => {
  const page = await person({ attacked: true })
  await logIn(page, 'koulusihteeri', { to: `/espoo/${faultModule('hangs-later', 'frame')}` })
  await expect(framed(page, 'hangs-later')).toHaveAttribute('data-state', 'ready')
  await page.waitForTimeout(800)
  const stalledMs = await page.evaluate(async () => {
    let worst = 0
    for (let at = performance.now(), turns = 0; turns < 20; turns++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      worst = Math.max(worst, performance.now() - at - 20)
      at = performance.now()
    }
    return worst
  })
  expect(stalledMs).toBeLessThan(allowed(500))
  await expectCard(page, 'hangs-later', 14_000)
  await goTo(page, 'attendance')
})
