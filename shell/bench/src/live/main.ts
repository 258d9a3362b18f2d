import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findPostgres, startPostgres } from '@digione/shell-demo/postgres'
import { ROOT } from '@digione/shell-demo/workspace'
import { sizeAndVersion } from '../monday/imports.ts'
import { people } from '../monday/people.ts'
import { openPerson, type Person } from '../monday/play/person.ts'
import { Recorder } from '../monday/play/record.ts'
import { circumstances } from '../monday/report.ts'
import { startSystem } from '../monday/serve/system.ts'
import { administrator, type Change, MODULE } from './administrator.ts'
import { page, reachedMs, type Results } from './report.ts'
import { watch } from './watcher.ts'

const USAGE = `npm run live -w @digione/shell-bench                    2,000 streams, a change a second for 5 minutes; docs/results/live.{md,json} anew
npm run live -w @digione/shell-bench -- --streams 500   fewer streams
npm run live -w @digione/shell-bench -- --seconds 60    a shorter while
npm run live -w @digione/shell-bench -- --dry           nothing is written
`
const MUNICIPALITY = 'espoo'
const ACCOUNTS = 4_895
const LOGGED_IN = 200
/** How long a server that was killed stays away. */
const AWAY_MS = 10_000
/** After the last change, until whoever has not been told of it never will be. */
const PATIENCE_MS = 30_000

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '300' },
    dry: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const [streams, seconds] = [Number(values.streams), Number(values.seconds)]
if (values.help || !Number.isInteger(streams) || streams < 1 || !(seconds >= 10)) {
  process.stdout.write(USAGE)
  process.exit(values.help ? 0 : 1)
}
const say = (text: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
const pause = (ms: number) => new Promise((tell) => setTimeout(tell, ms))

const loadBefore = loadavg()[0] ?? 0
const data = mkdtempSync(join(tmpdir(), 'digione-live-'))
const database = await startPostgres(await findPostgres(), ['fsync=on'])
try {
  const system = await startSystem({ databaseUrl: database.url, accounts: ACCOUNTS, data, instances: 2, nodeOptions: [], say })
  try {
    const recorder = new Recorder()
    say(`${LOGGED_IN} people log in`)
    const crowd: { readonly person: Person; renew(): Promise<void> }[] = []
    for (const who of people(ACCOUNTS).filter(({ role, municipality }) => role !== 'teacher' && municipality === MUNICIPALITY)) {
      if (crowd.length === LOGGED_IN) break
      const person = await openPerson(system.addresses, { ...who, addressOf: who.login }, recorder)
      await person.logIn()
      let renewing: Promise<void> | null = null
      const renew = () => (renewing ??= person.logIn().finally(() => (renewing = null)))
      crowd.push({ person, renew })
    }
    const somebody = await openPerson(system.addresses, { login: 'paakayttaja-espoo', provider: 'directory', addressOf: 'admin' }, recorder)
    await somebody.logIn()
    const admin = await administrator(somebody, MUNICIPALITY)

    say(`${streams} streams, half of them at each of two servers`)
    const watchers = []
    for (let at = 0; at < streams; at += 1) {
      const { person, renew } = crowd[at % crowd.length] ?? raise()
      watchers.push(watch(person, MUNICIPALITY, renew))
      if (at % 20 === 19) await pause(100)
    }
    const until = performance.now() + PATIENCE_MS
    while (watchers.some(({ told }) => told.length === 0) && performance.now() < until) await pause(100)
    say(`${watchers.filter(({ told }) => told.length > 0).length} of them are open`)

    const changes: Change[] = []
    const troubles: { readonly what: string; readonly from: number; until: number }[] = []
    const trouble = async (what: string, run: () => Promise<void>) => {
      say(what)
      const one = { what, from: performance.now(), until: Infinity }
      troubles.push(one)
      await run()
      one.until = performance.now()
    }
    const startedAt = performance.now()
    const isOver = () => performance.now() - startedAt > seconds * 1000
    const afterShare = (share: number, run: () => Promise<void>) => pause(seconds * 1000 * share).then(run)
    const disturbing = Promise.all([
      afterShare(0.3, () =>
        trouble('one server is killed', async () => {
          await system.instances[0]?.kill()
          await pause(AWAY_MS)
          await system.instances[0]?.start()
        }),
      ),
      afterShare(0.6, () => trouble('the database is restarted', () => database.restart())),
    ])
    // The last one switches it on: what is there in the end was decided, not left out.
    for (let on = false; !isOver() || on; on = !on) {
      const next = performance.now() + 1000
      changes.push(await admin.change(on))
      await pause(Math.max(0, next - performance.now()))
    }
    await disturbing
    const last = changes.at(-1) ?? raise()
    const end = performance.now() + PATIENCE_MS
    while (watchers.some(({ told }) => (told.at(-1)?.version ?? 0) < last.version) && performance.now() < end) await pause(100)

    say('what each of them has in the end')
    let isRight = 0
    for (const { person, renew } of crowd) {
      const contexts = await person.me().catch(async () => renew().then(person.me))
      const there = contexts.filter(({ municipality }) => municipality === MUNICIPALITY)
      if (there.length > 0 && there.every(({ modules }) => modules.some(({ module }) => module === MODULE) === last.on)) isRight += 1
    }
    for (const { leave } of watchers) leave()
    const results: Results = {
      under: circumstances(ACCOUNTS, (await sizeAndVersion(database.url)).postgres, loadBefore),
      streams,
      seconds,
      changes: changes.length,
      unacknowledged: admin.failures,
      endings: watchers.reduce((sum, { endings }) => sum + endings, 0),
      knowTheLast: watchers.filter(({ told }) => (told.at(-1)?.version ?? 0) >= last.version).length,
      people: crowd.length,
      isRight,
      troubles: troubles.map(({ what, from, until: to }) => ({ what, forMs: to - from })),
      reached: reachedMs(
        changes,
        watchers.map(({ told }) => told),
        troubles,
      ),
    }
    process.stdout.write(page(results))
    if (!values.dry) {
      const folder = join(ROOT, 'docs', 'results')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'live.json'), `${JSON.stringify(results, null, 1)}\n`)
      writeFileSync(join(folder, 'live.md'), page(results))
    }
    if (results.knowTheLast < streams || isRight < crowd.length) process.exitCode = 1
  } finally {
    await system.stop()
  }
} finally {
  await database.stop()
  rmSync(data, { recursive: true, force: true })
}
process.exit()

function raise(): never {
  throw new Error('Nobody is logged in, or nothing was changed.')
}
