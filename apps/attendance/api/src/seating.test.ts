// @vitest-environment node
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startBench } from '../fixture/bench.ts'
import type { Bench } from '../fixture/bench.ts'
import { MATHS_4B, OTHER_PUPIL, PUPIL } from '../fixture/roster.ts'
import type { LessonList, Seating } from './wire.ts'

const LESSON = `/lessons/${MATHS_4B}/2026-11-24/1`
const SEATING = `/groups/${MATHS_4B}/seating`

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const seating = async () => (await bench.read<LessonList>('teacher', 'GET', LESSON)).seating
const arrange = (caller: 'teacher' | 'colleague' | 'guardian', wanted: Partial<Seating> & { id?: string }) =>
  bench.call(caller, 'PUT', SEATING, { id: crypto.randomUUID(), columns: 4, seats: [PUPIL, null, OTHER_PUPIL], version: 0, ...wanted })

test('a group sits by name, six in a row, until a teacher arranges it; everybody has one place', async () => {
  const before = await seating()
  expect(before).toMatchObject({ columns: 6, version: 0 })
  expect(before.seats).toHaveLength(26)
  expect((await arrange('teacher', {})).status).toBe(200)
  const after = await seating()
  expect(after).toMatchObject({ columns: 4, version: 1 })
  expect([after.seats[0], after.seats[2]]).toEqual([PUPIL, OTHER_PUPIL])
  expect(after.seats[1], 'whoever has no place takes the first that is empty').not.toBeNull()
  expect(new Set(after.seats).size).toBe(26)
})

test('of two teachers who arrange at the same time the second is told, and one request counts once', async () => {
  const id = crypto.randomUUID()
  expect((await arrange('teacher', { id })).status).toBe(200)
  expect((await arrange('teacher', { id })).status).toBe(200)
  expect((await seating()).version).toBe(1)
  const stale = await arrange('colleague', { version: 0 })
  expect([stale.status, ((await stale.json()) as { code: string }).code]).toEqual([409, 'CHANGED_MEANWHILE'])
  expect((await arrange('colleague', { version: 1, columns: 5 })).status).toBe(200)
  expect((await seating()).columns).toBe(5)
})

test('nobody else arranges a group, and nobody sits in two places or comes from another group', async () => {
  expect((await arrange('guardian', {})).status).toBe(403)
  expect(
    (await bench.call('teacher', 'PUT', `/groups/${crypto.randomUUID()}/seating`, { id: crypto.randomUUID(), columns: 4, seats: [], version: 0 })).status,
  ).toBe(403)
  expect((await arrange('teacher', { seats: [PUPIL, PUPIL] })).status).toBe(400)
  expect((await arrange('teacher', { seats: ['somebody'] })).status).toBe(404)
  expect((await arrange('teacher', { columns: 40 })).status).toBe(400)
  expect((await seating()).version).toBe(0)
})
