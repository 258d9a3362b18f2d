import { afterEach, beforeEach, expect, test } from 'vitest'
import { MATHS_4B, OTHER_PUPIL, PUPIL } from '../../api/fixture/roster.ts'
import { startStage } from '../fixture/stage.ts'
import type { Stage } from '../fixture/stage.ts'

const DATE = '2026-11-24'
const path = `/groups/${MATHS_4B}/${DATE}/1`
const row = (learner = PUPIL) => `[data-learner="${learner}"]`

let stage: Stage
beforeEach(async () => {
  stage = await startStage()
})
afterEach(() => stage.close())

const stored = () =>
  stage.bench.database
    .prepare('select learner, state from mark')
    .all()
    .map((mark) => ({ ...mark }))
const show = async (drafts?: Map<string, string>, locale = 'fi') => {
  const page = await stage.show('teacher', { path, locale, ...(drafts ? { drafts } : {}) })
  await page.until(() => page.find(row()))
  return page
}

test('a tap cycles present, late, absent; quick taps become one request, and the state is said throughout', async () => {
  const page = await show()
  expect(page.find(row()).dataset['mark']).toBe('present')
  expect(page.find('[data-saved]').dataset['saved']).toBe('idle')
  page.click(row())
  await page.until(() => expect(page.find(row()).dataset['mark']).toBe('late'))
  expect(page.find('[data-saved]').dataset['saved']).toBe('saving')
  page.click(row())
  await page.until(() => expect(page.find('[data-saved]').dataset['saved']).toBe('saved'))
  expect(page.find(row()).textContent).toContain('Poissa')
  expect(page.find('[data-saved]').textContent).toMatch(/Tallennettu \d{1,2}\.\d\d/)
  expect(page.text()).toContain('25 paikalla')
  expect(page.text()).toContain('Äijälä Oppilas1: Poissa')
  expect(stored()).toEqual([{ learner: PUPIL, state: 'absent' }])
  expect(stage.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  page.click(row())
  await page.until(() => expect(page.find(row()).dataset['mark']).toBe('present'))
})

test('the keyboard runs down the list and marks', async () => {
  const page = await show()
  const rows = [...page.el.querySelectorAll<HTMLElement>('.att-pupil')]
  expect(rows.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
  rows[0]?.focus()
  page.press('.att-pupil[tabindex="0"]', 'ArrowDown')
  await page.until(() => expect(document.activeElement).toBe(rows[1]))
  await page.until(() => expect(rows[1]?.tabIndex).toBe(0))
  page.press('.att-pupil[tabindex="0"]', '3')
  await page.until(() => expect(rows[1]?.dataset['mark']).toBe('absent'))
  page.press('.att-pupil[tabindex="0"]', 'End')
  await page.until(() => expect(document.activeElement).toBe(rows.at(-1)))
  page.press('.att-pupil[tabindex="0"]', '2')
  await page.until(() => expect(stored()).toHaveLength(2))
})

test('everybody else is marked present with one press, and undo goes back step by step', async () => {
  const page = await show()
  expect(page.find('[data-action="confirm"]').textContent).toContain('Merkitse kaikki paikalle')
  page.press(row(), '3')
  await page.until(() => expect(page.find('[data-action="confirm"]').textContent).toContain('Merkitse muut paikalle'))
  page.click('[data-action="confirm"]')
  await page.until(() => expect(page.find('[data-action="confirm"]').textContent).toContain('Tunti on merkitty'))
  const markedAt = () => stage.bench.database.prepare('select marked_at as at from register').get()?.['at']
  await page.until(() => expect(markedAt()).toBeTypeOf('string'))
  page.click('[data-action="undo"]')
  await page.until(() => expect(markedAt()).toBeNull())
  page.click('[data-action="undo"]')
  await page.until(() => expect(stored()).toEqual([{ learner: PUPIL, state: 'present' }]))
  await page.until(() => expect(page.find('[data-action="undo"]').getAttribute('aria-disabled')).toBe('true'))
})

test('marks that could not be saved are kept on the device, said so, and sent when the page comes back', async () => {
  const drafts = new Map<string, string>()
  const page = await show(drafts)
  stage.fail(503)
  page.press(row(), '3')
  await page.until(() => expect(page.find('[data-saved]').dataset['saved']).toBe('unsaved'))
  expect(page.text()).toContain('Merkinnät ovat tallessa tällä laitteella')
  expect(page.find(row()).dataset['mark']).toBe('absent')
  expect([...drafts.values()].join()).toContain('absent')
  await expect(page.leave('save')).rejects.toThrow('not saved yet')
  page.close()
  expect(stored()).toEqual([])

  stage.fail(null)
  const again = await show(drafts)
  await again.until(() => expect(again.find('[data-saved]').dataset['saved']).toBe('saved'))
  expect(stored()).toEqual([{ learner: PUPIL, state: 'absent' }])
  expect(again.notices.map(({ text }) => text)).toEqual(['Tallentamatta jääneet merkinnät palautettiin ja tallennetaan nyt.'])
  await again.until(() => expect(drafts.size).toBe(0))
})

test('a failed save is tried again by itself', async () => {
  const page = await show()
  stage.fail(500)
  page.press(row(), '2')
  await page.until(() => expect(page.find('[data-saved]').dataset['saved']).toBe('unsaved'))
  stage.fail(null)
  await page.until(() => expect(page.find('[data-saved]').dataset['saved']).toBe('saved'))
  expect(stored()).toEqual([{ learner: PUPIL, state: 'late' }])
})

test("a colleague's newer mark stands, one's other marks are saved, and the person is told", async () => {
  const page = await show()
  await stage.bench.read('colleague', 'POST', `/lessons/${MATHS_4B}/${DATE}/1/marks`, {
    id: crypto.randomUUID(),
    marks: [{ learner: PUPIL, state: 'late', version: 0 }],
  })
  page.press(row(), '3')
  page.press(row(OTHER_PUPIL), '3')
  await page.until(() => expect(page.find('[data-saved]').dataset['saved']).toBe('saved'))
  expect(stored()).toEqual([
    { learner: PUPIL, state: 'late' },
    { learner: OTHER_PUPIL, state: 'absent' },
  ])
  expect(page.notices[0]?.tone).toBe('warning')
  await page.until(() => expect(page.find(row()).dataset['mark']).toBe('late'))
})

test('a note that is being written is asked about, kept as a draft, and saved when one leaves', async () => {
  const drafts = new Map<string, string>()
  const page = await show(drafts)
  expect(await page.leave('stay')).toBe(true)
  page.write('#att-note-text', 'Läksy: s. 42')
  await page.until(() => expect(page.find('#att-note-state').textContent).toContain('Tallentamatta'))
  expect(await page.leave('stay')).toBe(false)
  await page.until(() => expect([...drafts.values()]).toEqual(['"Läksy: s. 42"']))
  expect(await page.leave('save')).toBe(true)
  expect(stage.bench.database.prepare('select note from register').get()).toEqual({ note: 'Läksy: s. 42' })
  await page.until(() => expect(drafts.size).toBe(0))
})

test('an explanation that arrives while the list is open shows on the row and is announced', async () => {
  const page = await show()
  page.press(row(), '3')
  await page.until(() => expect(page.find('[data-saved]').dataset['saved']).toBe('saved'))
  await stage.bench.read('guardian', 'POST', `/learners/${PUPIL}/explanations`, {
    id: crypto.randomUUID(),
    lessons: [{ group: MATHS_4B, date: DATE, slot: 1 }],
    reason: 'sick',
  })
  expect(page.hear({ name: 'attendance.explained.v1', data: { group: MATHS_4B, date: DATE, slot: 1, learner: PUPIL, state: 'explained' } })).toBeGreaterThan(0)
  await page.until(() => expect(page.find(row()).dataset['explained']).toBe('sick'))
  expect(page.find(row()).textContent).toContain('Selvitetty: Sairaus')
  expect(page.find('p[aria-live].d1-visually-hidden').textContent).toContain('poissaolo on selvitetty')
})

test('the day lists its lessons with their state, and leads to the next one to mark', async () => {
  const page = await stage.show('teacher')
  await page.until(() => expect(page.el.querySelectorAll('[data-lesson]')).toHaveLength(2))
  expect(page.text()).toContain('8.15–9.00')
  expect(page.text()).toContain('Matematiikka')
  const lesson = page.find('[data-focus]')
  expect(lesson.dataset['lessonState']).toBe('unmarked')
  expect(lesson.getAttribute('href')).toBe(`/espoo/attendance${path}`)
})

test('the language changes without losing what was marked', async () => {
  stage.fail(null)
  const page = await show()
  page.press(row(), '3')
  page.setLocale('sv')
  await page.until(() => expect(page.find(row()).textContent).toContain('Frånvarande'))
  expect(page.find('h1').textContent).toBe('Matematik, 4B')
  await page.until(() => expect(page.find('[data-saved]').textContent).toContain('Sparat'))
})
