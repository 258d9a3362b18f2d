import { afterEach, beforeEach, expect, test } from 'vitest'
import { MATHS_4B } from '../../api/fixture/roster.ts'
import { startStage } from '../fixture/stage.ts'
import type { Shown, Stage } from '../fixture/stage.ts'

const path = `/groups/${MATHS_4B}/2026-11-24/1`

let stage: Stage
beforeEach(async () => {
  stage = await startStage()
})
afterEach(() => stage.close())

const show = async (drafts = new Map<string, string>()) => {
  const page = await stage.show('teacher', { path, drafts })
  await page.until(() => page.find('[data-view="seats"]'))
  return page
}
const bySeats = async (drafts?: Map<string, string>) => {
  const page = await show(drafts)
  page.click('[data-view="seats"]')
  await page.until(() => page.find('[data-place="0"]'))
  return page
}
const learnerAt = (page: Shown, place: number) => page.find(`[data-place="${place}"]`).dataset['learner']

test('a class is marked by its seats as by its list, and the view is the one looked at last', async () => {
  const drafts = new Map<string, string>()
  const page = await bySeats(drafts)
  page.click('[data-place="0"]')
  await page.until(() => expect(page.find('[data-place="0"]').dataset['mark']).toBe('late'))
  page.press('[data-place="1"]', '3')
  await page.until(() => expect(page.find('[data-place="1"]').dataset['mark']).toBe('absent'))
  expect(page.text()).toContain('24 paikalla')
  page.close()
  const again = await stage.show('teacher', { path, drafts })
  await again.until(() => expect(again.find('[data-place="1"]').dataset['mark']).toBe('absent'))
})

test('arrows walk the rows, one place is reached by Tab', async () => {
  const page = await bySeats()
  expect([...page.el.querySelectorAll<HTMLElement>('.att-seat')].filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
  page.press('[data-place="0"]', 'ArrowRight')
  await page.until(() => expect(document.activeElement).toBe(page.find('[data-place="1"]')))
  page.press('[data-place="1"]', 'ArrowDown')
  await page.until(() => expect(document.activeElement).toBe(page.find('[data-place="7"]')))
  page.press('[data-place="7"]', 'ArrowUp')
  await page.until(() => expect(document.activeElement).toBe(page.find('[data-place="1"]')))
})

test('two pupils change places, one moves to an empty place, and what was saved can be undone', async () => {
  const page = await bySeats()
  const [first, second] = [learnerAt(page, 0), learnerAt(page, 1)]
  page.click('[data-action="arrange"]')
  await page.until(() => page.find('[data-action="save-seats"]'))
  page.click('[data-place="0"]')
  await page.until(() => expect(page.text()).toContain('Valitse uusi paikka.'))
  page.click('[data-place="1"]')
  await page.until(() => expect([learnerAt(page, 0), learnerAt(page, 1)]).toEqual([second, first]))
  page.click('[data-place="0"]')
  page.click('[data-place="30"]')
  await page.until(() => expect(learnerAt(page, 30)).toBe(second))
  expect(page.find('[data-place="0"]').getAttribute('aria-label')).toBe('Tyhjä paikka, rivi 1, paikka 1')

  page.click('[data-action="save-seats"]')
  await page.until(() => expect(page.notices.at(-1)?.text).toBe('Istumajärjestys on tallennettu'))
  await page.until(() => page.find('[data-action="arrange"]'))
  expect(learnerAt(page, 30)).toBe(second)
  page.notices.at(-1)?.action?.run()
  await page.until(() => expect([learnerAt(page, 0), learnerAt(page, 1)]).toEqual([first, second]))
})

test('what cannot be saved stays, and says so; cancelling gives it up', async () => {
  const page = await bySeats()
  const first = learnerAt(page, 0)
  page.click('[data-action="arrange"]')
  await page.until(() => page.find('[data-action="save-seats"]'))
  page.click('[data-place="0"]')
  page.click('[data-place="5"]')
  stage.fail(503)
  page.click('[data-action="save-seats"]')
  await page.until(() => expect(page.text()).toContain('Paikkoja ei saatu tallennettua'))
  expect(learnerAt(page, 5)).toBe(first)
  stage.fail(null)
  page.click('[data-action="cancel-seats"]')
  await page.until(() => expect(learnerAt(page, 0)).toBe(first))
})
