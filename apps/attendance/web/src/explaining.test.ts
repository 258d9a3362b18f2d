import { afterEach, beforeEach, expect, test } from 'vitest'
import { ADULT, MATHS_4B, PUPIL } from '../../api/fixture/roster.ts'
import { messages, startStage } from '../fixture/stage.ts'
import type { Stage } from '../fixture/stage.ts'

const DATE = '2026-11-24'
const REASON = '[data-reason="sick"]'

let stage: Stage
beforeEach(async () => {
  stage = await startStage()
})
afterEach(() => stage.close())

const absent = (learner = PUPIL, slot = 1, date = DATE) =>
  stage.bench.read('teacher', 'POST', `/lessons/${MATHS_4B}/${date}/${slot}/marks`, {
    id: crypto.randomUUID(),
    marks: [{ learner, state: 'absent', version: 0 }],
  })
const standing = () =>
  stage.bench.database
    .prepare('select reason from explanation where withdrawn_at is null')
    .all()
    .map((row) => row['reason'])

test('a guardian explains a whole day on the card in two taps, sees that it is done, and may undo it', async () => {
  await absent(PUPIL, 1)
  await absent(PUPIL, 2)
  const card = await stage.show('guardian', { card: true })
  await card.until(() => expect(card.text()).toContain('Aino oli poissa. Miksi?'))
  expect(card.text()).toContain('8.15–9.00')
  expect(card.text()).toContain('9.15–10.00')
  expect(card.text()).toContain('Selvitä viimeistään ti 1.12.')

  card.click(REASON)
  await card.until(() => expect(card.find(REASON).getAttribute('aria-pressed')).toBe('true'))
  card.click('[data-action="send"]')
  await card.until(() => expect(card.find('[data-state-of="explained"]').textContent).toContain('Sairaus'))
  expect(standing()).toEqual(['sick'])
  expect(document.activeElement).toBe(card.find('[data-state-of="explained"]'))

  card.click('[data-action="undo"]')
  await card.until(() => card.find(REASON))
  expect(standing()).toEqual([])
})

test('sending without a reason asks for one, and an answer that fails keeps the choice', async () => {
  await absent()
  const card = await stage.show('guardian', { card: true })
  await card.until(() => card.find('[data-action="send"]'))
  card.click('[data-action="send"]')
  await card.until(() => expect(card.find('[role="alert"]').textContent).toContain('Valitse ensin syy'))
  stage.fail(503)
  card.click(REASON)
  card.click('[data-action="send"]')
  await card.until(() => expect(card.text()).toContain('Valintasi on tallessa'))
  expect(card.find(REASON).getAttribute('aria-pressed')).toBe('true')
  stage.fail(null)
  card.click('[data-action="send"]')
  await card.until(() => card.find('[data-state-of="explained"]'))
  expect(standing()).toEqual(['sick'])
})

test('when the other guardian was quicker the card says so and is calm', async () => {
  await absent()
  const card = await stage.show('guardian', { card: true })
  await card.until(() => card.find(REASON))
  await stage.bench.read('coGuardian', 'POST', `/learners/${PUPIL}/explanations`, {
    id: crypto.randomUUID(),
    lessons: [{ group: MATHS_4B, date: DATE, slot: 1 }],
    reason: 'family',
  })
  card.click(REASON)
  card.click('[data-action="send"]')
  await card.until(() => expect(card.text()).toContain('enää kaipaa selvitystä'))
  expect(card.text()).toContain('Ei selvitettävää')
})

test('an absence that is marked while the desktop is open asks on the card', async () => {
  const card = await stage.show('guardian', { card: true })
  await card.until(() => expect(card.text()).toContain('Ei selvitettävää'))
  expect(card.text()).toContain('Tällä viikolla ei poissaoloja')
  await absent()
  card.hear({ name: 'attendance.marked.v1', data: { group: MATHS_4B, date: DATE, slot: 1, learner: PUPIL, state: 'absent' } })
  await card.until(() => card.find(REASON))
})

test('the municipality decides which reasons are offered and how long there is', async () => {
  await absent()
  const card = await stage.show('guardian', { card: true, settings: { reasons: ['sick', 'other'], explanationDays: 3 } })
  await card.until(() => expect(card.el.querySelectorAll('[data-reason]')).toHaveLength(2))
  expect(card.text()).toContain('pe 27.11.')
})

test("the page lists the child's absences by day, with room for a word", async () => {
  await absent()
  await absent(PUPIL, 1, '2026-11-23')
  const page = await stage.show('guardian')
  await page.until(() => expect(page.el.querySelectorAll('[data-day]')).toHaveLength(2))
  page.click(`[data-day="${DATE}"] ${REASON}`)
  await page.until(() => page.find(`[data-day="${DATE}"] input`))
  page.write(`[data-day="${DATE}"] input`, 'Kuumetta')
  page.click(`[data-day="${DATE}"] [data-action="send"]`)
  await page.until(() => expect(page.el.querySelectorAll('[data-day]')).toHaveLength(1))
  expect(page.find('.att-history').textContent).toContain('Selvitetty: Sairaus')
  expect(stage.bench.database.prepare('select text from explanation').get()).toEqual({ text: 'Kuumetta' })
})

test('a learner reads; one of age explains', async () => {
  await absent()
  await absent(ADULT)
  const young = await stage.show('learner', { card: true })
  await young.until(() => expect(young.text()).toContain('odottavia päiviä: 1'))
  expect(young.el.querySelector('[data-reason]')).toBeNull()
  const adult = await stage.show('adult', { card: true })
  await adult.until(() => expect(adult.text()).toContain('Olit poissa. Miksi?'))
})

test('a guardianship that does not cover attendance gets a sentence instead of data', async () => {
  const page = await stage.show('guardianWithoutMatter')
  await page.until(() => expect(page.find('[role="alert"]').textContent).toContain('eivät kuulu rooliisi'))
})

test('the principal sees who waits for an explanation, live', async () => {
  const page = await stage.show('principal')
  await page.until(() => expect(page.text()).toContain('selvittämättä tänään'))
  await absent()
  page.hear({ name: 'attendance.marked.v1', data: { group: MATHS_4B, date: DATE, slot: 1, learner: PUPIL, state: 'absent' } })
  await page.until(() => expect(page.find(`[data-unexplained="${PUPIL}"]`).textContent).toContain('Äijälä Oppilas1'))
})

test('every text stands in all three languages, with the same placeholders', () => {
  const keys = Object.keys(messages.fi).toSorted()
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()
  for (const language of ['sv', 'en'] as const) {
    expect(Object.keys(messages[language]).toSorted()).toEqual(keys)
    for (const key of keys as (keyof typeof messages.fi)[]) {
      expect(messages[language][key].trim(), key).not.toBe('')
      expect(holes(messages[language][key]), key).toEqual(holes(messages.fi[key]))
    }
  }
})
