import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { settled } from './examination.ts'
import { goTo, mounted } from './shell.ts'

/** A view that somebody works in daily, and how it comes on the screen from the desktop of whoever is logged in. */
export interface MainView {
  readonly name: string
  open(page: Page): Promise<void>
}

const at = (path: string) => async (page: Page) => {
  await page.goto(path)
  await settled(page)
}
const desktop: MainView = { name: 'desktop', open: at('/') }
const timetable: MainView = { name: 'timetable', open: at('/espoo/timetable') }

/** The attendance of a class, as its teacher has it. */
export async function openClass(page: Page): Promise<void> {
  await goTo(page, 'attendance')
  await page.locator('[data-lesson]').filter({ hasText: '4B' }).first().click()
  await expect(page.locator('[data-learner]')).toHaveCount(24, { timeout: 20_000 })
  await settled(page)
}

/** A lesson of the timetable that its viewer may change. */
async function openChange(page: Page): Promise<void> {
  await page.goto('/espoo/timetable')
  await page.locator('[data-module="timetable"] a[href*="/timetable/lessons/"]').first().click()
  await expect(mounted(page, 'timetable').locator('dl')).toBeVisible()
  await settled(page)
}

export const MAIN_VIEWS = {
  'opettaja-espoo': [desktop, { name: 'day', open: at('/espoo/attendance') }, { name: 'class', open: openClass }, timetable],
  rehtori: [{ name: 'lesson to change', open: openChange }],
  huoltaja: [desktop, { name: 'absences', open: at('/espoo/attendance') }, timetable, { name: 'more', open: at('/more') }],
  'paakayttaja-espoo': [
    { name: 'services', open: at('/espoo/console') },
    { name: 'service', open: at('/espoo/console/services/attendance') },
    { name: 'plan', open: at('/espoo/console/services/attendance/plan') },
    { name: 'settings', open: at('/espoo/console/services/attendance/settings') },
    { name: 'changes', open: at('/espoo/console/changes') },
    { name: 'history', open: at('/espoo/console/history') },
    { name: 'acceptance', open: at('/espoo/console/services/attendance/acceptance') },
    { name: 'register', open: at('/espoo/console/register') },
  ],
  'oppilas-2': [desktop, timetable],
} as const satisfies Readonly<Record<string, readonly MainView[]>>
export type Viewer = keyof typeof MAIN_VIEWS
export const VIEWERS = Object.keys(MAIN_VIEWS) as Viewer[]
