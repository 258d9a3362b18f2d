// @vitest-environment node
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callers } from '../fixture/callers.ts'
import type { CallerName } from '../fixture/callers.ts'
import { startBench } from '../fixture/bench.ts'
import type { Bench } from '../fixture/bench.ts'
import { AUDIENCE } from '../fixture/platform.ts'
import { ENGLISH_4A, MATHS_4B, MATHS_VANTAA, OTHER_PUPIL, PUPIL, PUPIL_4A, VANTAA_PUPIL } from '../fixture/roster.ts'

const TODAY = '2026-11-24'
const lesson = (group: string) => `/lessons/${group}/${TODAY}/1`
const id = () => crypto.randomUUID()
const mark = (learner: string) => ({ id: id(), marks: [{ learner, state: 'absent', version: 0 }] })
const explanation = (group = MATHS_4B) => ({ id: id(), lessons: [{ group, date: TODAY, slot: 1 }], reason: 'sick' })
const NOBODYS = '00000000-0000-4000-8000-00000000ffff'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
  await bench.read('teacher', 'POST', `${lesson(MATHS_4B)}/marks`, {
    id: id(),
    marks: [PUPIL, OTHER_PUPIL].map((learner) => ({ learner, state: 'absent', version: 0 })),
  })
})
afterAll(() => bench.close())

type Route = readonly [method: string, path: string, body?: () => unknown]
/** Every route, about the pupil and the lesson of the tests. What stands in `lets` is all that gets through. */
const ROUTES: Record<string, { readonly route: Route; readonly lets: readonly CallerName[] }> = {
  'my lessons': { route: ['GET', '/lessons'], lets: ['teacher', 'colleague', 'otherTeacher', 'vantaaTeacher', 'mixedTeacher'] },
  'a lesson': { route: ['GET', lesson(MATHS_4B)], lets: ['teacher', 'colleague'] },
  marking: { route: ['POST', `${lesson(MATHS_4B)}/marks`, () => ({ id: id(), marks: [] })], lets: ['teacher', 'colleague'] },
  'the note': { route: ['PUT', `${lesson(MATHS_4B)}/note`, () => ({ id: id(), text: '', version: 0 })], lets: ['teacher', 'colleague'] },
  absences: { route: ['GET', `/learners/${PUPIL}/absences`], lets: ['guardian', 'coGuardian', 'learner', 'straySchoolGuardian'] },
  overview: { route: ['GET', '/overview'], lets: ['principal', 'vantaaPrincipal', 'staff'] },
}

describe.each(Object.entries(ROUTES))('%s', (_, { route: [method, path, body], lets }) => {
  test.each(Object.keys(callers) as CallerName[])('%s', async (name) => {
    const answer = await bench.call(name, method, path, body?.())
    if (lets.includes(name)) expect(answer.status).toBe(200)
    else {
      expect([403, 404]).toContain(answer.status)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
  })
  test('nobody', async () => expect((await bench.call(null, method, path, body?.())).status).toBe(401))
})

test('a right context of another school reaches no row of this one', async () => {
  const report = await bench.read<{ absences: unknown[] }>('straySchoolGuardian', 'GET', `/learners/${PUPIL}/absences`)
  expect(report.absences).toEqual([])
  const overview = await bench.read<{ unexplained: unknown[] }>('vantaaPrincipal', 'GET', '/overview')
  expect(overview.unexplained).toEqual([])
})

describe("a guardian who asks for another's child", () => {
  test.each([OTHER_PUPIL, PUPIL_4A, VANTAA_PUPIL, NOBODYS, PUPIL.toUpperCase().replace('0', 'O')])('in the path: %s', async (other) => {
    expect((await bench.call('guardian', 'GET', `/learners/${other}/absences`)).status).toBe(403)
    expect((await bench.call('guardian', 'POST', `/learners/${other}/explanations`, explanation())).status).toBe(403)
    expect((await bench.call('guardian', 'DELETE', `/learners/${other}/explanations/${id()}`)).status).toBe(403)
  })
  test('in the query', async () => {
    expect((await bench.call('guardian', 'GET', `/learners/${PUPIL}/absences?learner=${OTHER_PUPIL}`)).status).toBe(400)
  })
  test('in the body', async () => {
    expect((await bench.call('guardian', 'POST', `/learners/${PUPIL}/explanations`, { ...explanation(), learner: OTHER_PUPIL })).status).toBe(400)
  })
  test('by a lesson from which the own child was not absent', async () => {
    const answer = await bench.call('guardian', 'POST', `/learners/${PUPIL}/explanations`, explanation(ENGLISH_4A))
    expect(answer.status).toBe(404)
  })
})

describe("a teacher who asks for another's group or pupil", () => {
  test.each([ENGLISH_4A, MATHS_VANTAA, NOBODYS])('in the path: %s', async (group) => {
    expect((await bench.call('teacher', 'GET', lesson(group))).status).toBe(403)
    expect((await bench.call('teacher', 'POST', `${lesson(group)}/marks`, mark(PUPIL_4A))).status).toBe(403)
    expect((await bench.call('teacher', 'PUT', `${lesson(group)}/note`, { id: id(), text: 'x', version: 0 })).status).toBe(403)
  })
  test('in the query', async () => expect((await bench.call('teacher', 'GET', `/lessons?group=${ENGLISH_4A}`)).status).toBe(400))
  test.each([PUPIL_4A, VANTAA_PUPIL, NOBODYS])('in the body: %s', async (learner) => {
    expect((await bench.call('teacher', 'POST', `${lesson(MATHS_4B)}/marks`, mark(learner))).status).toBe(404)
  })
  test('by a lesson that is not in the timetable', async () => {
    expect((await bench.call('teacher', 'GET', `/lessons/${MATHS_4B}/2026-11-25/1`)).status).toBe(404)
    expect((await bench.call('teacher', 'GET', `/lessons/${MATHS_4B}/${TODAY}/7`)).status).toBe(404)
    expect((await bench.call('teacher', 'GET', `/lessons/${MATHS_4B}/2027-02-02/1`)).status).toBe(404)
  })
  test('by a lesson of a day ahead', async () => {
    expect((await bench.call('teacher', 'POST', `/lessons/${MATHS_4B}/2026-11-30/1/marks`, mark(PUPIL))).status).toBe(403)
  })
})

test('a token for another backend, from another module, or of another key opens nothing', async () => {
  const { sub, context } = callers.teacher
  for (const claims of [{ audience: 'http://other.example' }, { azp: 'other' }, { foreignKey: true }]) {
    const authorization = `Bearer ${await bench.platform.token(sub, context, claims)}`
    const answer = await bench.send(new Request(`${AUDIENCE}/lessons`, { headers: { authorization } }))
    expect(answer.status).toBe(401)
  }
})

test('only the session page may read answers in a browser', async () => {
  const allowed = await bench.call('teacher', 'GET', '/lessons')
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://session.example')
  const preflight = await bench.send(
    new Request(`${AUDIENCE}/lessons`, { method: 'OPTIONS', headers: { origin: 'http://evil.example', 'access-control-request-method': 'GET' } }),
  )
  expect(preflight.status).toBe(403)
})

test('refusals are logged, without names', async () => {
  await bench.call('otherTeacher', 'GET', lesson(MATHS_4B))
  const refusal = bench.logged.findLast(({ event }) => event === 'request.refused')
  expect(refusal).toMatchObject({ person: 'other-teacher', role: 'teacher', code: 'NOT_ALLOWED' })
  expect(JSON.stringify(bench.logged)).not.toContain('Virtanen')
})

test('the store holds no names', () => {
  const tables = bench.database.prepare("select name from sqlite_master where type = 'table'").all()
  const everything = tables.map(({ name }) => JSON.stringify(bench.database.prepare(`select * from "${String(name)}"`).all())).join('\n')
  expect(everything).toContain(PUPIL)
  expect(everything).not.toMatch(/Virtanen|Oppilas1|Korhonen/)
})
