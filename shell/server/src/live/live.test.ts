import type { LiveMessage } from '@digione/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asPlatform } from '../db/scope.ts'
import { switchOn } from '../entitlements/switches.ts'
import { sessionName } from '../session-name.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { manifestOf } from '../testing/builds.ts'
import { GROUP, SCHOOL, WHO } from '../testing/sample-roster.ts'

let bench: Bench
const TYPE = 'tasks.done.v1'

beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks', { publishes: [TYPE], hears: [TYPE] }))
  await bench.publish(manifestOf('diary', { hears: [TYPE], roles: ['guardian'] }))
  await bench.publish(manifestOf('deaf'))
  for (const module of ['tasks', 'diary', 'deaf']) for (const municipality of ['north', 'south']) await switchOn(bench.db, { module, municipality })
  const ways = { teacher: ['school'], guardian: ['family'], principal: ['school'], southTeacher: ['school'], aino: ['school'], both: ['school'] } as const
  for (const [name, way] of Object.entries(ways)) {
    bench.callers[name] = { kind: 'person', personId: WHO[name as keyof typeof WHO], ways: [...way], sessionUid: `${name}-session`, endsInS: 3600 }
  }
})
afterAll(() => bench.close())

/** Opens a person's stream and gathers its messages. */
async function listen(as: string) {
  const answer = await bench.send(as, '/api/live')
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const messages: LiveMessage[] = []
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('a stream has a body')
  const done = (async () => {
    for (let text = ''; ;) {
      const { value, done: isDone } = await reader.read()
      if (isDone) return
      text += value
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (data) messages.push(JSON.parse(data) as LiveMessage)
      }
    }
  })()
  const until = async (found: () => boolean) => {
    for (let waited = 0; !found(); waited += 10) {
      if (waited > 5_000) throw new Error(`not within 5 s: ${JSON.stringify(messages)}`)
      await new Promise((next) => setTimeout(next, 10))
    }
  }
  await until(() => messages.some(({ type }) => type === 'entitlements'))
  return { messages, until, done, events: () => messages.filter((message) => message.type === 'event'), leave: () => reader.cancel() }
}

const event = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'tasks',
  type: TYPE,
  time: '2026-11-24T08:20:00+02:00',
  municipality: 'north',
  school: SCHOOL.aarnila,
  group: GROUP.b4,
  learner: bench.pairwise.mask(WHO.aino, 'tasks'),
  matter: 'attendance',
  data: { state: 'absent' },
  ...more,
})
const publish = async (body: object, as = 'tasks') => {
  const answer = await bench.send(as, '/api/events', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/cloudevents+json' },
  })
  return { status: answer.status, code: answer.status === 202 ? null : ((await answer.json()) as { code: string }).code }
}

describe('events reach whom they concern', () => {
  test('the group’s teacher, the principal, the learner and the guardian hear it once per module, each by that module’s identifiers; others do not', async () => {
    const names = ['teacher', 'principal', 'aino', 'guardian', 'southTeacher', 'both'] as const
    const streams = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await listen(name)] as const)))
    expect(await publish(event('e1'))).toEqual({ status: 202, code: null })
    // The same again is taken and told no second time; the last one marks the end for those who hear nothing of the first.
    expect(await publish(event('e1'))).toEqual({ status: 202, code: null })
    expect(await publish(event('e2', { group: undefined, learner: bench.pairwise.mask(WHO.both, 'tasks') }))).toEqual({ status: 202, code: null })
    await streams['both']?.until(() => streams['both']?.events().length === 1)
    await streams['principal']?.until(() => (streams['principal']?.events().length ?? 0) > 1)

    const heard = Object.fromEntries(
      names.map((name) => [name, streams[name]?.events().map((message) => (message.type === 'event' ? `${message.module} ${message.id}` : ''))]),
    )
    expect(heard).toEqual({
      teacher: ['tasks e1'],
      principal: ['tasks e1', 'tasks e2'],
      aino: ['tasks e1'],
      guardian: ['diary e1', 'tasks e1'],
      southTeacher: [],
      both: ['tasks e2'],
    })
    const [diary, tasks] = streams['guardian']?.events() ?? []
    expect(tasks).toMatchObject({
      name: TYPE,
      data: { state: 'absent', school: SCHOOL.aarnila, group: GROUP.b4, learner: bench.pairwise.mask(WHO.aino, 'tasks') },
    })
    expect(diary).toMatchObject({ data: { learner: bench.pairwise.mask(WHO.aino, 'diary') } })
    expect(JSON.stringify(Object.values(streams).map((stream) => stream.messages))).not.toContain(WHO.aino)
    for (const name of names) await streams[name]?.leave()
  })

  test('a guardian without the matter hears nothing; of a matter that they hold they do', async () => {
    const guardian = await listen('guardian')
    const ofVeli = { municipality: 'south', school: SCHOOL.south, group: GROUP.a2, learner: bench.pairwise.mask(WHO.veli, 'tasks') }
    await publish(event('v1', { ...ofVeli, matter: 'attendance' }))
    await publish(event('v2', { ...ofVeli, matter: 'communication' }))
    await guardian.until(() => guardian.events().length === 2)
    expect(guardian.events().map((message) => message.type === 'event' && message.id)).toEqual(['v2', 'v2'])
    await guardian.leave()
  })

  test('what a backend may not tell is refused', async () => {
    expect(await publish(event('x', { source: 'diary' }))).toEqual({ status: 403, code: 'NOT_ALLOWED' })
    expect(await publish(event('x', { type: 'tasks.other.v1' }))).toEqual({ status: 403, code: 'NOT_ALLOWED' })
    expect(await publish(event('x', { municipality: 'south' }))).toEqual({ status: 403, code: 'NOT_ALLOWED' })
    expect(await publish(event('x', { group: GROUP.a2 }))).toEqual({ status: 404, code: 'NOT_FOUND' })
    expect(await publish(event('x', { learner: WHO.aino }))).toEqual({ status: 404, code: 'NOT_FOUND' })
    expect(await publish(event('x', { learner: bench.pairwise.mask(WHO.veli, 'tasks') }))).toEqual({ status: 404, code: 'NOT_FOUND' })
    expect(await publish(event('x', { type: 'nonsense' }))).toEqual({ status: 400, code: 'INPUT_INVALID' })
    expect(await publish(event('x'), 'teacher')).toEqual({ status: 403, code: 'NOT_ALLOWED' })
    expect(await asPlatform(bench.db, (trx) => trx.selectFrom('events').select('id').where('id', '=', 'x').execute())).toEqual([])
  })
})

describe('the stream', () => {
  test('a switch is told at once to those who work in the municipality, and to nobody else', async () => {
    const [north, south] = [await listen('teacher'), await listen('southTeacher')]
    const start = performance.now()
    await switchOn(bench.db, { module: 'tasks', municipality: 'north', school: SCHOOL.boreal })
    await north.until(() => north.messages.length === 2)
    // Told, not found out at the next look, which is 15 s away.
    expect(performance.now() - start).toBeLessThan(10_000)
    expect(north.messages.map((message) => message.type === 'entitlements' && message.municipality)).toEqual(['north', 'north'])
    expect(south.messages).toHaveLength(1)
    await Promise.all([north.leave(), south.leave()])
  })

  test('the end of a session is told to its own streams, which then close', async () => {
    const [teacher, guardian] = [await listen('teacher'), await listen('guardian')]
    await bench.live.endSession(WHO.teacher, 'another-session')
    await bench.live.endSession(WHO.teacher, 'teacher-session')
    await teacher.done
    expect(teacher.messages.at(-1)).toEqual({ type: 'ended', session: sessionName('teacher-session') })
    expect(guardian.messages.map(({ type }) => type)).not.toContain('ended')
    await guardian.leave()
  })

  test('a stream that the browser left is forgotten', async () => {
    const before = bench.hub.size
    const stream = await listen('teacher')
    expect(bench.hub.size).toBe(before + 1)
    await stream.leave()
    await stream.until(() => bench.hub.size === before)
  })

  test('a stream that is left before it said anything ends without a failure', async () => {
    const answer = await bench.send('teacher', '/api/live')
    await expect(answer.body?.cancel()).resolves.toBeUndefined()
  })

  test('only a person has one', async () => {
    expect((await bench.send('nobody', '/api/live')).status).toBe(401)
    expect((await bench.send('tasks', '/api/live')).status).toBe(403)
  })
})
