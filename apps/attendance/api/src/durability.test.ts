// @vitest-environment node
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callers } from '../fixture/callers.ts'
import { AUDIENCE, MODULE, startPlatform } from '../fixture/platform.ts'
import type { PlatformFixture } from '../fixture/platform.ts'
import { MATHS_4B, roster } from '../fixture/roster.ts'
import type { LessonList } from './wire.ts'

let platform: PlatformFixture
let folder: string
const running = new Set<ChildProcess>()
beforeAll(async () => {
  platform = await startPlatform(roster)
  folder = mkdtempSync(join(tmpdir(), 'att-kill-'))
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await platform.close()
  rmSync(folder, { recursive: true })
})

async function startBackend(): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: folder,
      DIGIONE_PLATFORM: platform.origin,
      DIGIONE_MODULE: MODULE,
      DIGIONE_CLIENT_ID: 'client',
      DIGIONE_CLIENT_SECRET: 'secret',
      DIGIONE_AUDIENCE: AUDIENCE,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk)
    const port = /"event":"started","port":(\d+)/.exec(output)?.[1]
    if (port) return { child, origin: `http://127.0.0.1:${port}` }
  }
  throw new Error(`The backend did not start: ${output}`)
}

test('a backend that is killed while it writes has every mark that it acknowledged, and tells its facts after the next start', async () => {
  platform.answerEvents(503)
  const first = await startBackend()
  const authorization = `Bearer ${await platform.token(callers.teacher.sub, callers.teacher.context)}`
  const headers = { authorization, 'content-type': 'application/json' }
  const lesson = `/lessons/${MATHS_4B}/2026-11-24/1`
  const { pupils } = (await (await fetch(`${first.origin}${lesson}`, { headers })).json()) as LessonList

  const acknowledged: string[] = []
  const writes = pupils.map(async ({ id }) => {
    const body = JSON.stringify({ id: crypto.randomUUID(), marks: [{ learner: id, state: 'absent', version: 0 }] })
    const answer = await fetch(`${first.origin}${lesson}/marks`, { method: 'POST', headers, body }).catch(() => null)
    if (answer?.status === 200) acknowledged.push(id)
    if (acknowledged.length === 8) first.child.kill('SIGKILL')
  })
  await Promise.all([once(first.child, 'exit'), ...writes])
  expect(acknowledged.length).toBeGreaterThanOrEqual(8)

  platform.answerEvents(202)
  const second = await startBackend()
  const after = (await (await fetch(`${second.origin}${lesson}`, { headers })).json()) as LessonList
  const absent = new Set(after.pupils.filter(({ state }) => state === 'absent').map(({ id }) => id))
  expect(acknowledged.filter((learner) => !absent.has(learner))).toEqual([])

  await expect.poll(() => new Set(platform.events.map(({ learner }) => learner)), { timeout: 15_000 }).toEqual(absent)
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
  expect(second.child.exitCode).toBe(0)
})
